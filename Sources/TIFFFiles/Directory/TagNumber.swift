/// Numbers of the tags that are read or written, under their names in the TIFF specification.
enum TagNumber {
    static let newSubfileType: UInt16 = 254
    static let imageWidth: UInt16 = 256
    static let imageLength: UInt16 = 257
    static let bitsPerSample: UInt16 = 258
    static let compression: UInt16 = 259
    static let photometricInterpretation: UInt16 = 262
    static let fillOrder: UInt16 = 266
    static let imageDescription: UInt16 = 270
    static let stripOffsets: UInt16 = 273
    static let samplesPerPixel: UInt16 = 277
    static let rowsPerStrip: UInt16 = 278
    static let stripByteCounts: UInt16 = 279
    static let xResolution: UInt16 = 282
    static let yResolution: UInt16 = 283
    static let planarConfiguration: UInt16 = 284
    static let resolutionUnit: UInt16 = 296
    static let software: UInt16 = 305
    static let predictor: UInt16 = 317
    static let tileWidth: UInt16 = 322
    static let tileLength: UInt16 = 323
    static let tileOffsets: UInt16 = 324
    static let tileByteCounts: UInt16 = 325
    static let extraSamples: UInt16 = 338
    static let sampleFormat: UInt16 = 339
    /// SGI: planes in one directory.
    static let imageDepth: UInt16 = 32_997
    /// MetaMorph's UIC2: its count is the number of planes in one directory.
    static let metaMorphPlanes: UInt16 = 33_629
    /// ImageJ's own: how long each part of the next one is.
    static let imageJMetadataLengths: UInt16 = 50_838
    /// ImageJ's own: the text of Image > Show Info, labels of planes, ranges of channels.
    static let imageJMetadata: UInt16 = 50_839
}

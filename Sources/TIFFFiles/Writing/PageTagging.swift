import Imaging

/// The tags of each page of an image to be written.
struct PageTagging {
    private let layout: ImageLayout
    private let software: String
    private let resolution: WrittenResolution?
    private let descriptions: [String]
    private let metadata: ImageJMetadata

    /// Tags of an image of `layout`.
    init(layout: ImageLayout, presentation: Presentation, software: String) {
        self.layout = layout
        self.software = software
        resolution = layout.pixelSize.flatMap { WrittenResolution(of: $0, inCentimetres: layout.description == .ome) }
        // ImageJ knows no positions.
        var folded = layout
        folded.shape = layout.shape.withFoldedPositions
        let imageJ = ImageJDescription.text(
            for: folded,
            range: presentation.range,
            unit: resolution?.imageJUnit,
            spacing: resolution?.spacing
        )
        let ome = OMEDescription.text(for: layout, presentation: presentation, software: software)
        // Whoever reads OME takes the first, ImageJ the last: Micro-Manager writes both too.
        descriptions = layout.description == .ome ? [ome, imageJ] : [imageJ]
        metadata = ImageJMetadata(presentation, layout)
    }

    /// The directory of a page, from 0.
    func directory(_ page: Int, _ strips: StoredStrips) -> WrittenDirectory {
        let (size, type) = (layout.shape.size, layout.pixelType)
        var directory = WrittenDirectory()
        directory.set(TagNumber.imageWidth, .longs([size.width]))
        directory.set(TagNumber.imageLength, .longs([size.height]))
        directory.set(TagNumber.bitsPerSample, .short(type.byteCount * 8))
        directory.set(TagNumber.compression, .short(Compression.deflate[0]))
        directory.set(TagNumber.photometricInterpretation, .short(Photometric.blackIsZero))
        directory.set(TagNumber.stripOffsets, .places(strips.places))
        directory.set(TagNumber.samplesPerPixel, .short(1))
        directory.set(TagNumber.rowsPerStrip, .longs([strips.rowsPerStrip]))
        directory.set(TagNumber.stripByteCounts, .longs(strips.lengths))
        directory.set(TagNumber.planarConfiguration, .short(1))
        directory.set(TagNumber.software, .text(software))
        directory.set(TagNumber.sampleFormat, .short(type == .float32 ? SampleFormat.float : SampleFormat.unsigned))
        if let resolution {
            directory.set(TagNumber.xResolution, .fraction(resolution.x))
            directory.set(TagNumber.yResolution, .fraction(resolution.y))
            directory.set(TagNumber.resolutionUnit, .short(resolution.unitCode))
        }
        if page == 0 {
            for text in descriptions { directory.set(TagNumber.imageDescription, .text(text)) }
            directory.set(TagNumber.imageJMetadataLengths, .longs(metadata.lengths))
            directory.set(TagNumber.imageJMetadata, .bytes(metadata.bytes))
        }
        return directory
    }
}

/// The pixel size as the resolution tags say it, and as ImageJ understands these.
struct WrittenResolution {
    let x: Rational
    let y: Rational
    /// The value of the tag ResolutionUnit.
    let unitCode: Int
    /// The unit for ImageJ's description.
    let imageJUnit: String
    /// The distance of slices in that unit.
    let spacing: Double?

    /// Nil for a size that is none, or that 32 bits cannot say.
    ///
    /// - Parameter inCentimetres: counts pixels per centimetre, as every reader of TIFF understands it; ImageJ makes
    ///   micrometres of those when its description has the unit `um`. Otherwise pixels per unit, as ImageJ writes it.
    init?(of size: PixelSize, inCentimetres: Bool) {
        let unit = LengthUnit(size.unit)
        func fraction(_ length: Double) -> Rational? {
            Rational(pixelsPerUnit: inCentimetres ? unit?.convert(length, to: .centimetre) ?? length : length)
        }
        guard let x = fraction(size.x), let y = fraction(size.y) else { return nil }
        (self.x, self.y) = (x, y)
        if inCentimetres, let unit {
            (unitCode, imageJUnit) = (3, "um")
            spacing = size.z.map { unit.convert($0, to: .micrometre) }
        } else {
            (unitCode, imageJUnit) = (1, unit == .micrometre ? "micron" : size.unit)
            spacing = size.z
        }
    }
}

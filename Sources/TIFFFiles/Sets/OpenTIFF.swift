/// A TIFF whose directories were found, before anything is known of its image.
struct OpenTIFF {
    let name: String
    let file: FileBytes
    let header: TIFFHeader
    let chain: DirectoryChain

    /// Walks through `source`.
    init(_ source: TIFFSource, limits: TIFFLimits) throws(TIFFFault) {
        do throws(TIFFFault) {
            name = source.name
            file = try FileBytes(duplicating: source.fileDescriptor)
            header = try TIFFHeader(reading: file)
            chain = try DirectoryChain(walking: file, header: header, limits: limits)
        } catch {
            throw error.inside(source.name)
        }
    }
}

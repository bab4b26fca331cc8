/// A TIFF whose directories were found, before anything is known of its image.
struct OpenTIFF {
    let name: String
    let file: FileBytes
    let header: TIFFHeader
    let chain: DirectoryChain

    /// Walks through `source`.
    ///
    /// - Parameter isBorrowed: whether the descriptor is used as it is, and not a duplicate of it.
    init(_ source: TIFFSource, limits: TIFFLimits, isBorrowed: Bool = false) throws(TIFFFault) {
        do throws(TIFFFault) {
            name = source.name
            let descriptor = source.fileDescriptor
            file = isBorrowed ? try FileBytes(borrowing: descriptor) : try FileBytes(duplicating: descriptor)
            header = try TIFFHeader(reading: file)
            chain = try DirectoryChain(walking: file, header: header, limits: limits)
        } catch {
            throw error.inside(source.name)
        }
    }

    /// The identifier (UUID) that its own OME description gives it; nil where it has none.
    var identifier: String? {
        for entry in chain.pages[0].descriptions.prefix(4) {
            // The outermost element comes first; what is described in it may have tens of megabytes.
            guard let bytes = file.read(at: entry.position, count: min(entry.count, 8192)) else { continue }
            let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            guard OMEDescription.isPresent(in: text), let root = XMLScanner.root(of: text), root.name == "OME" else {
                continue
            }
            return root.attributes["UUID"]
        }
        return nil
    }
}

/// Kinds of files that people take for TIFFs, known by their first bytes.
package enum FileSignature {
    private static let known: [(bytes: [UInt8], name: String)] = [
        ([0x89] + Array("PNG".utf8), "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        (Array("GIF8".utf8), "a GIF image"),
        (Array("BM".utf8), "a BMP image"),
        ([0, 0, 0, 12] + Array("jP  ".utf8), "a JPEG 2000 image, or a Nikon ND2 file of old"),
        ([0xDA, 0xCE, 0xBE, 0x0A], "a Nikon ND2 file"),
        (Array("ZISRAWFILE".utf8), "a Zeiss CZI file"),
        ([0x70, 0, 0, 0], "a Leica LIF file"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an OLE file, such as Olympus OIB or Zeiss ZVI"),
        ([0x89] + Array("HDF".utf8), "an HDF5 file, such as Imaris IMS or ilastik's"),
        (Array("NRRD".utf8), "an NRRD image"),
        ([0x93] + Array("NUMPY".utf8), "a NumPy array"),
        (Array("%PDF".utf8), "a PDF document"),
        ([0x50, 0x4B, 3, 4], "a ZIP archive"),
        ([0x1F, 0x8B], "a gzip archive"),
        (Array("/*\nOpenCL RandomForestClassifier".utf8), "an APOC classifier"),
        (Array("<?xml".utf8), "an XML text"),
        ([0xEF, 0xBB, 0xBF] + Array("<?xml".utf8), "an XML text"),
        (Array("II*".utf8) + [0], "a TIFF image"),
        (Array("MM".utf8) + [0, 0x2A], "a TIFF image"),
        (Array("II+".utf8) + [0], "a TIFF image"),
        (Array("MM".utf8) + [0, 0x2B], "a TIFF image"),
    ]

    /// What a file that begins with `start` looks like; nil where nothing is known.
    package static func name(of start: [UInt8]) -> String? {
        if let kind = known.first(where: { start.starts(with: $0.bytes) }) { return kind.name }
        if start.isEmpty { return nil }
        if start.allSatisfy({ $0 == 0 }) { return "nothing but zeros" }
        // Letters beyond ASCII, in UTF-8 or Latin-1, are fewer than others.
        let isText = start.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
        return isText && start.count { $0 >= 0x80 } * 2 < start.count ? "a text" : nil
    }
}

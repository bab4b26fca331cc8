/// Kinds of files that people take for TIFFs, known by bytes at a fixed place.
package enum FileSignature {
    /// Bytes of a file's beginning that tell all kinds.
    package static let length = 512

    private static let known: [(place: Int, bytes: [UInt8], name: String)] = [
        (0, [0x89] + Array("PNG".utf8), "a PNG image"),
        (0, [0xFF, 0xD8, 0xFF], "a JPEG image"),
        (0, Array("GIF8".utf8), "a GIF image"),
        (0, Array("BM".utf8), "a BMP image"),
        (0, [0, 0, 0, 12] + Array("jP  ".utf8), "a JPEG 2000 image, or a Nikon ND2 file of old"),
        (0, [0xFF, 0x4F, 0xFF, 0x51], "a JPEG 2000 image"),
        (0, [0, 0, 0, 12] + Array("JXL ".utf8), "a JPEG XL image"),
        (0, [0x49, 0x49, 0xBC, 0x01], "a JPEG XR image"),
        (8, Array("WEBP".utf8), "a WebP image"),
        (8, Array("AVI ".utf8), "a film (AVI)"),
        (4, Array("ftypheic".utf8), "a photograph of a telephone (HEIC)"),
        (4, Array("ftyp".utf8), "a film (MP4, MOV)"),
        (0, Array("8BPS".utf8), "a Photoshop image"),
        (0, [0xDA, 0xCE, 0xBE, 0x0A], "a Nikon ND2 file"),
        (0, Array("ZISRAWFILE".utf8), "a Zeiss CZI file"),
        (0, [0x70, 0, 0, 0], "a Leica LIF file"),
        (0, [0xD0, 0xCF, 0x11, 0xE0], "an OLE file, such as Olympus OIB or Zeiss ZVI"),
        (
            0, [0xFF, 0xFE, 0x5B, 0],
            "a text with settings, such as Olympus OIF, whose images are in the folder beside it"
        ),
        (0, Array("[ETS".utf8), "a part of an Olympus VSI file"),
        (0, Array("SIS\0".utf8), "a part of an Olympus VSI file (ETS)"),
        (0, [0x89] + Array("HDF".utf8), "an HDF5 file, such as Imaris IMS or ilastik's"),
        (0, Array("CDF".utf8), "a NetCDF file"),
        (128, Array("DICM".utf8), "a DICOM file"),
        (208, Array("MAP ".utf8), "an MRC map of electron microscopy"),
        (0, [0, 0, 0, 3, 0], "a Gatan DM3 file"),
        (0, [0, 0, 0, 4, 0], "a Gatan DM4 file"),
        (0, Array("SIMPLE  =".utf8), "a FITS image"),
        (344, Array("n+1\0".utf8), "a NIfTI image"),
        (0, Array("NRRD".utf8), "an NRRD image"),
        (0, Array("ics_version".utf8), "an ICS image"),
        (0, Array("ObjectType".utf8), "a MetaImage header"),
        (0, Array("IIII".utf8), "a raw file of a camera"),
        (0, Array("IIRO".utf8), "a raw file of an Olympus camera (ORF)"),
        (0, Array("IIRS".utf8), "a raw file of an Olympus camera (ORF)"),
        (0, Array("MMOR".utf8), "a raw file of an Olympus camera (ORF)"),
        (0, Array("IIU\0".utf8), "a raw file of a Panasonic camera (RW2)"),
        (0, Array("FUJIFILM".utf8), "a raw file of a Fujifilm camera (RAF)"),
        (0, [0x93] + Array("NUMPY".utf8), "a NumPy array"),
        (0, Array("%PDF".utf8), "a PDF document"),
        (0, [0x50, 0x4B, 3, 4], "a ZIP archive"),
        (0, [0x1F, 0x8B], "a gzip archive"),
        (0, Array("7z".utf8) + [0xBC, 0xAF], "a 7z archive"),
        (0, Array("Rar!".utf8), "a RAR archive"),
        (0, Array("BZh".utf8), "a bzip2 archive"),
        (0, [0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive"),
        (257, Array("ustar".utf8), "a tar archive"),
        (
            0, Array("version https://git-lfs".utf8),
            "a Git LFS pointer: the image itself was not fetched (git lfs pull)"
        ),
        (0, Array("/annex/objects".utf8), "a git-annex pointer: the image itself was not fetched (git annex get)"),
        (0, Array("/*\nOpenCL RandomForestClassifier".utf8), "an APOC classifier"),
        (0, Array("<?xml".utf8), "an XML text"),
        (0, [0xEF, 0xBB, 0xBF] + Array("<?xml".utf8), "an XML text"),
        (0, Array("<!DOCTYPE".utf8), "a page of the web, such as one that asks for a password"),
        (0, Array("<html".utf8), "a page of the web, such as one that asks for a password"),
        (0, Array("II*".utf8) + [0], "a TIFF image"),
        (0, Array("MM".utf8) + [0, 0x2A], "a TIFF image"),
        (0, Array("II+".utf8) + [0], "a TIFF image"),
        (0, Array("MM".utf8) + [0, 0x2B], "a TIFF image"),
    ]

    /// What a file that begins with `start` looks like; nil where nothing is known.
    package static func name(of start: [UInt8]) -> String? {
        if let kind = known.first(where: { start.dropFirst($0.place).starts(with: $0.bytes) }) { return kind.name }
        if start.isEmpty { return nil }
        if start.allSatisfy({ $0 == 0 }) {
            return "nothing but zeros: a copy that did not finish, or a placeholder of a cloud folder such as OneDrive"
        }
        // Letters beyond ASCII, in UTF-8 or Latin-1, are fewer than others.
        let isText = start.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
        return isText && start.count { $0 >= 0x80 } * 2 < start.count ? "a text" : nil
    }
}

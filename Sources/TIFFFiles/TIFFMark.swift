import Imaging

/// The mark that tells our own outputs from other people's files: the Software tag of the first page.
package enum TIFFMark {
    /// Whether the file behind `fileDescriptor` carries the mark.
    ///
    /// Reads a few positions only, believes no size and uses no libtiff: the daemon asks this of strangers' files.
    package static func isOurs(fileDescriptor: Int32) -> Bool {
        guard let file = try? FileBytes(duplicating: fileDescriptor), let header = try? TIFFHeader(reading: file),
            let entry = entry(305, of: file, header: header),
            // Longer than any version of ours: not ours.
            let text = entry.text(in: file, atMost: 256)
        else { return false }
        return SoftwareTag.isOurs(text)
    }

    private static func entry(_ tag: UInt16, of file: FileBytes, header: TIFFHeader) -> DirectoryEntry? {
        guard header.firstDirectory >= 8, header.firstDirectory < file.size else { return nil }
        return try? DirectoryChain.entries(at: header.firstDirectory, of: file, header: header, index: 0).entries
            .first { $0.tag == tag }
    }
}

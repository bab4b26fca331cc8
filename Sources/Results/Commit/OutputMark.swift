package import Files
import Imaging
package import SystemPackage
import WorkerProtocol

/// Tells our own files by what is in them, never by name alone.
package enum OutputMark {
    /// Whether an open file is an output of ours: a TIFF with our software tag, a table with our header, a summary, and
    /// so on for each format.
    ///
    /// Reads a bounded part of the file and moves no position, so it is safe on any file. A watcher asks this of every
    /// TIFF, so that results are never taken for images.
    package static func isOurs(
        fileDescriptor: Int32,
        name: FilePath.Component,
        calls: FileCalls = FileCalls()
    ) -> Bool {
        (try? find(fileDescriptor: fileDescriptor, name: name, calls: calls)) ?? false
    }

    /// The same where a file that cannot be read is not to be taken for somebody else's.
    static func find(fileDescriptor: Int32, name: FilePath.Component, calls: FileCalls) throws(Errno) -> Bool {
        let state = try calls.state(of: fileDescriptor)
        guard state.isRegularFile else { return false }
        let beginning = try calls.read(fileDescriptor, first: SummaryFile.markedLength)
        switch name.extension?.lowercased() {
        case "csv":
            return OutputKind.all.contains { kind in
                if case .csv(let header) = kind.format { beginning.starts(with: header.utf8) } else { false }
            }
        case "json", "geojson": return SummaryFile.isMarked(beginning) || JSONMark.isOurs(beginning)
        case "png": return PNGMark.isOurs(beginning)
        case "zip": return ZIPMark.isOurs(beginning)
        default:
            // Whatever the configuration calls images.
            let directory = try FirstDirectory(of: fileDescriptor, size: Int(state.identity.size), calls: calls)
            // A text longer than this is not that of any version of ours.
            guard let software = try directory?.text(ofTag: 305, atMost: 256) else { return false }
            return SoftwareTag.isOurs(software)
        }
    }

    /// The same for a name in a folder; false when it cannot be opened.
    package static func isOurs(
        _ name: FilePath.Component,
        in folder: Descriptor,
        calls: FileCalls = FileCalls()
    ) -> Bool {
        guard let file = try? calls.openFile(name, in: folder) else { return false }
        return isOurs(fileDescriptor: file.number, name: name, calls: calls)
    }
}

import Measurement
package import SystemPackage
import TIFFFiles

/// Tells our own files by what is in them, never by name alone.
package enum OutputMark {
    /// Whether an open file is an output of ours: a TIFF with our software tag, a table with our header, a summary.
    ///
    /// Reads a bounded part of the file and moves no position, so it is safe on any file. A watcher asks this of every
    /// TIFF, so that results are never taken for images.
    package static func isOurs(
        fileDescriptor: Int32,
        name: FilePath.Component,
        calls: FileCalls = FileCalls()
    ) -> Bool {
        guard let state = try? calls.status(of: fileDescriptor), state.isRegularFile else { return false }
        switch name.extension?.lowercased() {
        case "tif", "tiff":
            return TIFFMark.isOurs(fileDescriptor: fileDescriptor)
        case "csv":
            return beginning(of: fileDescriptor, calls).starts(with: ObjectTable.headerPrefix.utf8)
        case "json":
            return SummaryFile.isMarked(beginning(of: fileDescriptor, calls))
        default:
            return false
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

    private static func beginning(of fileDescriptor: Int32, _ calls: FileCalls) -> [UInt8] {
        let count = SummaryFile.markedLength
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = (try? calls.read(fileDescriptor, into: UnsafeMutableRawBufferPointer(buffer), at: 0)) ?? 0
        }
    }
}

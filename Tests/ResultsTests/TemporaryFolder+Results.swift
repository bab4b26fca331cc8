import Files
import FoundationEssentials
import Glibc
import Results
import SystemPackage
import TestSupport

/// Names are components here, which need not be UTF-8.
extension TemporaryFolder {
    /// Writes a file, replacing what is there.
    func write(_ bytes: [UInt8], _ name: FilePath.Component) throws {
        let file = try FileDescriptor.open(
            path.appending(name),
            .writeOnly,
            options: [.create, .truncate],
            permissions: [.ownerReadWrite]
        )
        try file.closeAfter { _ = try file.writeAll(bytes) }
    }

    /// The bytes of a file; nil where there is none.
    func read(_ name: FilePath.Component) throws -> [UInt8]? {
        guard try names().contains(name) else { return nil }
        let file = try FileDescriptor.open(path.appending(name), .readOnly)
        return try file.closeAfter {
            let size = Int(try file.seek(offset: 0, from: .end))
            try file.seek(offset: 0, from: .start)
            return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }

    /// Everything in the folder, hidden files as well.
    func names() throws -> Set<FilePath.Component> {
        let folder = try FileCalls().openFolder(at: path)
        return Set(try FileCalls().list(folder))
    }

    /// The folder as a place for results.
    func results(_ calls: FileCalls = FileCalls()) throws -> ResultFolder {
        try ResultFolder(
            opening: OutputFolder(base: path, below: [], creatable: 0, isBaseCreatable: false),
            calls: calls
        )
    }
}

import Files
import Glibc
package import SystemPackage

/// What a set-up has changed, as the commands that take it back: a file of one a line, the last to be run first.
package struct SetupRecord: Sendable {
    private static let head = "# What `segmentd setup --remove` runs, from the last line to the first.\n"

    /// The file.
    package let file: FilePath

    /// The record in `file`, which need not exist.
    package init(_ file: FilePath) { self.file = file }

    /// The commands in the order in which they are to be run.
    package var commands: [String] {
        guard let opened = try? FileCalls().open(file, for: .reading),
            let bytes = try? FileCalls().read(opened.number, first: 1 << 20)
        else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map(
            String.init
        )
        .reversed()
    }

    /// Adds a command, and waits until it is on the disk.
    package func add(_ command: String) throws(Errno) {
        let folder = file.removingLastComponent()
        _ = try FileCalls().makeFolder(at: folder, permissions: .ownerReadWriteExecute)
        do {
            let isNew = (try? FileCalls().state(at: file)) == nil
            let opened = try FileDescriptor.open(
                file,
                .writeOnly,
                options: [.create, .append, .closeOnExec],
                permissions: .ownerReadWrite
            )
            try opened.closeAfter {
                try opened.writeAll(((isNew ? Self.head : "") + command + "\n").utf8)
                guard fsync(opened.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch let error as Errno {
            throw error
        } catch {
            throw .ioError
        }
    }

    /// Removes the file, and its folder when it is the last in it.
    package func remove() {
        _ = FileCalls().discard(file)
        _ = FileCalls().discard(file.removingLastComponent())
    }
}

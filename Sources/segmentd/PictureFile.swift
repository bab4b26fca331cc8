import Files
import Imaging
import Pictures
import SystemPackage
import WorkerProtocol

/// A picture that a command writes: in the place of an earlier one of ours, never of anybody else's file.
enum PictureFile {
    /// Whether a file of that beginning is one that `sheet` or `plot` wrote.
    private static func isOurs(_ beginning: [UInt8]) -> Bool {
        PNGMark.isOurs(beginning) || beginning.starts(with: ChartPage.mark.utf8)
    }

    /// Writes `bytes` to a hidden file beside `path`, and renames it when it is complete.
    static func write(_ bytes: [UInt8], to path: FilePath) throws(Failure) {
        guard let name = path.lastComponent, name.kind == .regular else {
            throw Failure(
                kind: "no_name",
                message: "\(path.readable) is no name of a file",
                remedy: "name a file after --output"
            )
        }
        let calls = FileCalls()
        do throws(Errno) {
            let parent = path.removingLastComponent()
            let folder = try calls.openFolder(at: parent.isEmpty ? "." : parent)
            let occupant = try calls.state(of: name, in: folder)
            if let occupant {
                let file = occupant.isRegularFile ? try calls.openFile(name, in: folder) : nil
                guard let file, isOurs(try calls.read(file.number, first: 256)) else { throw Errno.fileExists }
            }
            let temporary = try TemporaryFile(for: name, in: folder, calls: calls)
            do throws(Errno) {
                try calls.write(bytes, to: temporary.file)
                try calls.sync(temporary.file)
                try calls.rename(temporary.name, to: name, in: folder, replacing: occupant != nil)
            } catch {
                try? calls.remove(temporary.name, in: folder)
                throw error
            }
        } catch .fileExists {
            throw Failure(
                kind: "foreign_file",
                message: "\(path.readable) is there, and segmentd did not write it",
                remedy: "name another file after --output, or move that one away"
            )
        } catch {
            throw Failure(
                kind: "output_unwritable",
                message: "\(path.readable) cannot be written: \(error)",
                remedy: "check the free space and the permissions of the folder, or name another file after --output"
            )
        }
    }
}

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

    /// Refuses a place where there is something that neither command wrote; there may be nothing, or no folder.
    ///
    /// - Parameter otherwise: what a person can do instead, up to a comma: "name another file after --output".
    static func checkOccupant(of path: FilePath, otherwise: String) throws(Failure) {
        guard let name = path.lastComponent else { return }
        do throws(Errno) {
            let parent = path.removingLastComponent()
            let folder = try FileCalls().openFolder(at: parent.isEmpty ? "." : parent)
            if try isForeign(FileCalls().state(of: name, in: folder), name, folder) { throw .fileExists }
        } catch .noSuchFileOrDirectory {
        } catch {
            throw failure(error, path, otherwise)
        }
    }

    /// Writes `bytes` to a hidden file beside `path`, and renames it when it is complete.
    ///
    /// - Parameter otherwise: what a person can do instead, as in `checkOccupant`.
    static func write(
        _ bytes: [UInt8],
        to path: FilePath,
        otherwise: String = "name another file after --output"
    ) throws(Failure) {
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
            if try isForeign(occupant, name, folder) { throw Errno.fileExists }
            let temporary = try TemporaryFile(for: name, in: folder, calls: calls)
            do throws(Errno) {
                try calls.write(bytes, to: temporary.file)
                try calls.sync(temporary.file)
                try calls.rename(temporary.name, to: name, in: folder, replacing: occupant != nil)
            } catch {
                try? calls.remove(temporary.name, in: folder)
                throw error
            }
        } catch {
            throw failure(error, path, otherwise)
        }
    }

    private static func isForeign(
        _ occupant: FileState?,
        _ name: FilePath.Component,
        _ folder: Descriptor
    ) throws(Errno) -> Bool {
        guard let occupant else { return false }
        guard occupant.isRegularFile else { return true }
        let file = try FileCalls().openFile(name, in: folder)
        return !isOurs(try FileCalls().read(file.number, first: 256))
    }

    private static func failure(_ error: Errno, _ path: FilePath, _ otherwise: String) -> Failure {
        guard error != .fileExists else {
            return Failure(
                kind: "foreign_file",
                message: "\(path.readable) is there, and segmentd did not write it",
                remedy: "\(otherwise), or move that one away"
            )
        }
        return Failure(
            kind: "output_unwritable",
            message: "\(path.readable) cannot be written: \(error)",
            remedy: "check the free space and the permissions of the folder, or \(otherwise)"
        )
    }
}

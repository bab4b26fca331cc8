import Files
import Glibc
import SystemPackage

/// What is wrong with a path on this machine, for the user of this process.
struct PathFinding {
    /// What is wrong, with the path.
    let message: String
    /// What to do about it.
    let remedy: String

    /// Why `path` is no folder with the given access (`R_OK | W_OK | X_OK`); nil when it is.
    static func folder(_ path: FilePath, access: Int32) -> PathFinding? {
        finding(path, access: access, kind: .directory, kindName: "folder")
    }

    /// Why `path` is no file that can be read; nil when it is.
    static func file(_ path: FilePath) -> PathFinding? {
        finding(path, access: R_OK, kind: .regular, kindName: "file")
    }

    /// The path with all links followed; nil when it leads nowhere.
    static func resolved(_ path: FilePath) -> FilePath? {
        try? FileCalls().realPath(of: path)
    }

    private static func finding(_ path: FilePath, access: Int32, kind: FileType, kindName: String) -> PathFinding? {
        let state: FileState
        do throws(Errno) {
            state = try FileCalls().state(at: path, followingLink: true)
        } catch {
            let reason = error
            let remedy =
                reason == .noSuchFileOrDirectory
                ? "create or mount it, or correct the path" : "let user \(geteuid()) reach it"
            return PathFinding(message: "\(path): \(reason)", remedy: remedy)
        }
        if state.type != kind {
            return PathFinding(message: "\(path) is not a \(kindName)", remedy: "name a \(kindName)")
        }
        let reason: Errno
        do throws(Errno) {
            try FileCalls().check(access: access, at: path)
            return nil
        } catch {
            reason = error
        }
        let verb = access & W_OK != 0 ? "be written to" : "be read"
        let remedy =
            reason == .readOnlyFileSystem
            ? "write results elsewhere by output = \"/…\"; under systemd, name the folder in ReadWritePaths="
            : "give user \(geteuid()) or one of its groups the right to"
        return PathFinding(message: "\(path) cannot \(verb): \(reason)", remedy: remedy)
    }
}

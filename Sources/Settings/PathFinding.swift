import Files
import Glibc
import SystemPackage

/// What is wrong with a path on this machine, for the user of this process.
struct PathFinding {
    /// What is wrong, with the path.
    let message: String
    /// What to do about it.
    let remedy: String
    /// Whether there is nothing at the path: it may be mounted or copied there later.
    var isMissing = false
    /// Whether some folder on the way keeps us off: what is at the path is not known.
    var isShutOff = false

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
            return unreached(path, error)
        }
        if state.type != kind {
            return PathFinding(message: "\(path) is not a \(kindName)", remedy: "name a \(kindName)")
        }
        do throws(Errno) {
            try FileCalls().check(access: access, at: path)
            return nil
        } catch {
            if error == .readOnlyFileSystem { return readOnly(path) }
            let verb = access & W_OK != 0 ? "be written to" : "be read"
            guard error == .permissionDenied, let place = ClosedPlace(at: path, needing: access) else {
                return PathFinding(
                    message: "\(path) cannot \(verb): \(error)",
                    remedy:
                        "look at it as that user: `runuser -u \(UserNames.current) -- ls -ld \(ShellText.quoted(path))`"
                )
            }
            return PathFinding(
                message: "\(path) cannot \(verb) by user \(place.user): \(error) (\(place.state))",
                remedy: place.remedy
            )
        }
    }

    /// Why one gets no further than to some folder on the way.
    private static func unreached(_ path: FilePath, _ reason: Errno) -> PathFinding {
        if let hidden = SandboxedPlace.hidden(path, by: .current) {
            return PathFinding(message: "\(path) cannot be seen: \(hidden.message)", remedy: hidden.remedy)
        }
        if reason == .permissionDenied, let place = closedFolder(on: path) {
            return PathFinding(
                message: "\(path) cannot be reached: user \(place.user) may not pass \(place.path) (\(place.state))",
                remedy: place.remedy,
                isShutOff: true
            )
        }
        let isMissing = reason == .noSuchFileOrDirectory
        return PathFinding(
            message: "\(path): \(reason)",
            remedy: isMissing ? "create or mount it, or correct the path" : "correct the path",
            isMissing: isMissing
        )
    }

    /// The first folder on the way that does not let us pass, links followed.
    private static func closedFolder(on path: FilePath) -> ClosedPlace? {
        var place = FilePath("/")
        for component in path.components.dropLast() {
            place.append(component)
            if (try? FileCalls().check(access: X_OK, at: place)) == nil {
                return ClosedPlace(at: place, needing: X_OK) ?? resolvedTarget(of: place)
            }
        }
        return nil
    }

    /// Where a link leads into a folder that is closed to us.
    private static func resolvedTarget(of link: FilePath) -> ClosedPlace? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = link.withPlatformString { readlink($0, &buffer, buffer.count - 1) }
        guard count > 0 else { return nil }
        let target = FilePath(platformString: Array(buffer.prefix(count)) + [0])
        let whole = link.removingLastComponent().pushing(target).lexicallyNormalized()
        return whole == link ? nil : closedFolder(on: whole.appending("."))
    }

    private static func readOnly(_ path: FilePath) -> PathFinding {
        let finding = SandboxedPlace.readOnly(resolved(path) ?? path, by: .current)
        return PathFinding(message: "\(path) cannot be written to: \(finding.message)", remedy: finding.remedy)
    }
}

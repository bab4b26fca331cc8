import Glibc
package import SystemPackage

/// What stands in the way of this process at a path, and the command that removes it.
///
/// The first place on the way that refuses is named: opening the last folder is of no use where one above is closed.
package struct PathObstacle: Sendable, Hashable {
    /// What is wanted of a path.
    package enum Use: Sendable, Hashable {
        /// To read a file.
        case readFile
        /// To list a folder and open what is in it.
        case readFolder
        /// To make, rename and remove files in a folder.
        case writeFolder

        /// The bits of access(2).
        var access: Int32 {
            switch self {
            case .readFile: R_OK
            case .readFolder: R_OK | X_OK
            case .writeFolder: R_OK | W_OK | X_OK
            }
        }
    }

    /// The place that refuses.
    package let place: FilePath
    /// Why, in words that follow a colon.
    package let reason: String
    /// What to do, with the command.
    package let remedy: String

    /// An obstacle with these words.
    package init(place: FilePath, reason: String, remedy: String) {
        (self.place, self.reason, self.remedy) = (place, reason, remedy)
    }

    /// The reason and the remedy, in one sentence.
    package var words: String { "\(reason): \(remedy)" }

    /// The first thing in the way of using `path` so; nil where nothing is to be seen.
    ///
    /// Asks the file system about every folder on the way: only where calls may block.
    ///
    /// - Parameter asker: who this process is; tests say who else a thread of theirs is.
    package static func find(
        _ use: Use,
        at path: FilePath,
        for asker: ClosedPlace.Asker = .ours
    ) -> PathObstacle? {
        let path = path.absolute
        var here = FilePath("/")
        for component in path.components {
            if let obstacle = find(X_OK, at: here, asker) { return obstacle }
            here.append(component)
        }
        return find(use.access, at: here, asker)
    }

    private static func find(_ access: Int32, at place: FilePath, _ asker: ClosedPlace.Asker) -> PathObstacle? {
        do throws(Errno) {
            try FileCalls().check(access: access, at: place)
            return nil
        } catch {
            return PathObstacle(error, at: place, needing: access, for: asker)
        }
    }

    private init(_ code: Errno, at place: FilePath, needing access: Int32, for asker: ClosedPlace.Asker) {
        self.place = place
        switch code {
        case .noSuchFileOrDirectory:
            (reason, remedy) = ("\(place.readable) is not there", "make or mount it, or correct the path")
        case .readOnlyFileSystem:
            let real = (try? FileCalls().realPath(of: place)) ?? place
            let sandboxed = SandboxedPlace.readOnly(real, by: .current)
            (reason, remedy) = (sandboxed.message, sandboxed.remedy)
        case .permissionDenied, .notPermitted:
            if let hidden = SandboxedPlace.hidden(place, by: .current) {
                (reason, remedy) = (hidden.message, hidden.remedy)
            } else if let closed = ClosedPlace(at: place, needing: access, for: asker) {
                let verb = closed.missing.contains("w") ? "write to" : closed.missing == "x" ? "enter" : "read"
                reason = "user \(asker.name) may not \(verb) \(place.readable) (\(closed.state))"
                remedy = closed.remedy
            } else {
                (reason, remedy) = ("\(place.readable) may not be looked at", "let user \(asker.name) do so")
            }
        default:
            (reason, remedy) = ("\(place.readable): \(code)", "look at its disk or share, and at `dmesg`")
        }
    }
}

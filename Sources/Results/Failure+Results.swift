import Files
package import SystemPackage
package import WorkerProtocol

/// Why results could not be named, written or committed.
extension Failure {
    /// The kind of the failure where somebody else's file has the name of an output.
    package static let outputExistsKind = "output_exists"

    /// The kind of the failure where results may not be written.
    package static let outputUnwritableKind = "output_unwritable"

    /// What keeps this process from writing results into the folder at `path`, or into that of the file there.
    private static func obstacle(at path: FilePath) -> PathObstacle? {
        let isFolder = (try? FileCalls().state(at: path, followingLink: true))?.type == .directory
        if isFolder { return PathObstacle.find(.writeFolder, at: path) }
        return PathObstacle.find(.writeFolder, at: path.removingLastComponent())
    }

    /// A file that we did not write, or that belongs to another image, has the name of an output.
    package static func outputExists(path: FilePath, reason: String) -> Failure {
        Failure(
            kind: outputExistsKind,
            message: "\(path.readable) is not replaced: \(reason)",
            remedy: "rename or remove that file, or choose another output folder"
        )
    }

    /// A system call on an output, or on its folder, failed.
    ///
    /// Trouble with a folder or a disk always passes, a missing permission as well as a full disk: it says nothing of the
    /// image, so no summary may hold it.
    package static func fileSystem(doing action: String, path: FilePath, code: Errno) -> Failure {
        let kind: String
        let remedy: String
        switch code {
        case .noSpace:
            kind = "disk_full"
            remedy = "free some space"
        case .diskQuotaExceeded:
            kind = "disk_full"
            remedy = "the quota of user \(UserNames.current) is used up: raise it, or free some space"
        case .readOnlyFileSystem, .permissionDenied, .notPermitted, .noSuchFileOrDirectory, .notDirectory,
            .tooManySymbolicLinkLevels, .fileNameTooLong:
            kind = outputUnwritableKind
            remedy =
                obstacle(at: path)?.words
                ?? (code == .readOnlyFileSystem
                    ? "the folder is mounted read-only, or closed to this process (a service: by ReadWritePaths=); allow writing, "
                    : "let user \(UserNames.current) read and write this folder and the results in it, ")
                + "or have results written elsewhere (output, --output-dir)"
        default:
            kind = "output_failed"
            remedy = "if this stays, look at the disk and the kernel log"
        }
        return Failure(
            kind: kind,
            message: "cannot \(action) \(path.readable): \(code)",
            remedy: remedy,
            isTransient: true
        )
    }

    /// Somebody else has been committing in the folder for longer than we wait.
    package static func locked(path: FilePath) -> Failure {
        Failure(
            kind: "results_locked",
            message: "another process has been writing results into \(path.readable) for a while",
            remedy: "if this stays, a daemon or a `segmentd run` hangs: "
                + "`lslocks` names it, as do others who lock this folder",
            isTransient: true
        )
    }

    /// The worker said to have written more or less than there is.
    package static func incompleteOutput(path: FilePath, expected: Int, found: Int) -> Failure {
        Failure(
            kind: "output_incomplete",
            message: "\(path.readable) has \(found) bytes where the worker reported \(expected)",
            remedy: "if this stays, look at the disk and the kernel log",
            isTransient: true
        )
    }

    /// The summary cannot be written as JSON.
    package static func invalidSummary(path: FilePath, reason: String) -> Failure {
        Failure(
            kind: "invalid_summary",
            message: "cannot put \(path.readable) into words: \(reason)",
            remedy: "this is a defect of segmentd; please report it with the image"
        )
    }
}

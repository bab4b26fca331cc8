import Files
package import SystemPackage

/// Why results could not be named, written or committed.
package enum ResultsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A file that we did not write, or that belongs to another image, has the name of an output.
    case outputExists(path: FilePath, reason: String)
    /// A system call on an output, or on its folder, failed.
    case fileSystem(doing: String, path: FilePath, code: Errno)
    /// Somebody else has been committing in the folder for longer than we wait.
    case locked(path: FilePath)
    /// The worker said to have written more or less than there is.
    case incompleteOutput(path: FilePath, expected: Int, found: Int)
    /// The image could not be read for its digest or its state.
    case imageUnreadable(name: String, code: Errno)
    /// The summary cannot be written as JSON.
    case invalidSummary(path: FilePath, reason: String)

    /// A stable word for machines.
    package var kind: String {
        switch self {
        case .outputExists: "output_exists"
        case .fileSystem(_, _, .noSpace), .fileSystem(_, _, .diskQuotaExceeded): "disk_full"
        case .fileSystem(_, _, let code) where Self.isAboutFolder(code): "output_unwritable"
        case .fileSystem: "output_failed"
        case .locked: "results_locked"
        case .incompleteOutput: "output_incomplete"
        case .imageUnreadable: "image_unreadable"
        case .invalidSummary: "invalid_summary"
        }
    }

    /// Whether trying again without any change to the image or the configuration may succeed.
    ///
    /// Trouble with a folder or a disk always passes, a missing permission as well as a full disk: it says nothing of the
    /// image, so no summary may hold it.
    package var isTransient: Bool {
        switch self {
        case .outputExists, .invalidSummary: false
        case .fileSystem, .locked, .incompleteOutput, .imageUnreadable: true
        }
    }

    /// What failed and where.
    package var message: String {
        switch self {
        case .outputExists(let path, let reason): "\(path.readable) is not replaced: \(reason)"
        case .fileSystem(let action, let path, let code): "cannot \(action) \(path.readable): \(code)"
        case .locked(let path): "another process has been writing results into \(path.readable) for a while"
        case .incompleteOutput(let path, let expected, let found):
            "\(path.readable) has \(found) bytes where the worker reported \(expected)"
        case .imageUnreadable(let name, let code): "cannot read \(name): \(code)"
        case .invalidSummary(let path, let reason): "cannot put \(path.readable) into words: \(reason)"
        }
    }

    /// What a person can do about it.
    package var remedy: String {
        switch self {
        case .outputExists: "rename or remove that file, or choose another output folder"
        case .fileSystem(_, _, .noSpace), .fileSystem(_, _, .diskQuotaExceeded):
            "free some space (or raise the quota); the image is tried again"
        case .fileSystem(_, _, .readOnlyFileSystem):
            "the folder is mounted read-only, or ReadWritePaths= of the service leaves it out; "
                + "allow writing, or set output to a folder elsewhere"
        case .fileSystem(_, _, let code) where Self.isAboutFolder(code):
            "let the service's user read and write this folder and the results in it, "
                + "or set output to a folder elsewhere"
        case .locked:
            "the image is tried again; if this stays, a daemon or a `segmentd run` hangs: "
                + "`lslocks` names it, as do others who lock this folder"
        case .fileSystem, .incompleteOutput:
            "the image is tried again; if this stays, look at the disk and the kernel log"
        case .imageUnreadable(_, let code) where code == .permissionDenied || code == .notPermitted:
            "let the service's user read the image"
        case .imageUnreadable: "the image is tried again; if this stays, look at the disk or the network share"
        case .invalidSummary: "this is a defect of segmentd; please report it with the image"
        }
    }

    package var description: String { "\(message) [\(kind)]; \(remedy)" }

    private static func isAboutFolder(_ code: Errno) -> Bool {
        [
            .permissionDenied, .notPermitted, .readOnlyFileSystem, .noSuchFileOrDirectory, .notDirectory,
            .tooManySymbolicLinkLevels, .fileNameTooLong,
        ].contains(code)
    }
}

import Glibc
import Pipeline
import Segmentation
import SystemPackage

/// The bytes of classifier files: read whole, and kept by digest so that an old result can be reproduced.
enum ClassifierCopy {
    /// Reads a classifier file.
    static func read(_ path: FilePath) throws(ImageFailure) -> [UInt8] {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            defer { try? file.close() }
            return try Classifier.bytes(of: file.rawValue, name: path.string)
        } catch let failure as ImageFailure {
            throw failure
        } catch {
            throw ImageFailure(
                kind: "classifier_unreadable",
                message: "the classifier \(path) cannot be read: \(error)",
                remedy: "check the path in the configuration and the permissions of the file",
                isTransient: true
            )
        }
    }

    /// Writes `bytes` to `folder`/`digest`.cl unless they are there; returns that path.
    static func keep(_ bytes: [UInt8], digest: String, in folder: FilePath) throws(ImageFailure) -> FilePath {
        let copy = folder.appending("\(digest).cl")
        if (try? read(copy)) == bytes { return copy }
        // A name of this process: another `run` may keep the same classifier at this moment.
        let temporary = folder.appending(".\(digest).\(getpid()).tmp")
        do {
            let file = try FileDescriptor.open(
                temporary,
                .writeOnly,
                options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead]
            )
            try file.closeAfter {
                try file.writeAll(bytes)
                try FolderCalls.synchronize(file)
            }
            try FolderCalls.rename(temporary, to: copy)
            return copy
        } catch {
            throw ImageFailure(
                kind: "state_unwritable",
                message: "the classifier could not be kept as \(copy): \(error)",
                remedy: "check the space and the permissions of the state folder",
                isTransient: true
            )
        }
    }
}

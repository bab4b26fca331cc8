import Files
import Glibc
import SystemPackage
import WorkerProtocol

/// The bytes of classifier files, kept by digest so that an old result can be reproduced.
enum ClassifierCopy {
    /// Writes `bytes` to `folder`/`digest`.cl unless they are there; returns that path.
    static func keep(_ bytes: [UInt8], digest: String, in folder: FilePath) throws(Failure) -> FilePath {
        let copy = folder.appending("\(digest).cl")
        if (try? ClassifierFile(opening: copy))?.digest == digest { return copy }
        // A name of this process: another `run`, on another computer too, may keep the same classifier at this moment.
        let temporary = folder.appending(".\(digest).\(getpid()).\(UInt64.random(in: .min ... .max)).tmp")
        do {
            let file = try FileDescriptor.open(
                temporary,
                .writeOnly,
                options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead]
            )
            try file.closeAfter {
                try file.writeAll(bytes)
                try FileCalls().sync(fileDescriptor: file.rawValue)
            }
            try FileCalls().rename(temporary, to: copy)
            return copy
        } catch {
            _ = FileCalls().discard(temporary)
            throw Failure(
                kind: "state_unwritable",
                message: "the classifier could not be kept as \(copy): \(error)",
                remedy: "check the space and the permissions of the state folder",
                isTransient: true
            )
        }
    }
}

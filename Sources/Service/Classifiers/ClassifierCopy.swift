import Files
import Glibc
import SystemPackage
import WorkerProtocol

/// The bytes of classifier files, kept by digest so that an old result can be reproduced.
enum ClassifierCopy {
    /// The endings of copies: of a classifier's own file, and of what was taken out of a project.
    private static let endings = (file: "cl", extract: "extract")

    /// Where the copy of that digest lies, if it is kept: whole, by its bytes.
    static func find(_ digest: String, in folder: FilePath) -> FilePath? {
        places(of: digest, in: folder).first { (try? ClassifierFile(kept: $0))?.digest == digest }
    }

    /// Where a copy of that digest may lie.
    static func places(of digest: String, in folder: FilePath) -> [FilePath] {
        [endings.file, endings.extract].map { folder.appending("\(digest).\($0)") }
    }

    /// Writes the bytes of a classifier to `folder` under its digest unless they are there; returns that path.
    static func keep(_ classifier: ClassifierFile, in folder: FilePath) throws(Failure) -> FilePath {
        let (bytes, digest) = (classifier.bytes, classifier.digest)
        let copy = folder.appending("\(digest).\(classifier.isOfProject ? endings.extract : endings.file)")
        if (try? ClassifierFile(kept: copy))?.digest == digest { return copy }
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

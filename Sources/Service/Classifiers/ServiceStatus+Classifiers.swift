import Files
import Logging
import SystemPackage
import SystemdSupport
import WorkerClient
import WorkerProtocol

/// What STATUS and the journal say of classifiers that cannot be used.
extension ServiceStatus {
    /// The file as it is now is not in force; `inForce` is what was before.
    func refused(_ path: FilePath, _ error: any Error, inForce: ClassifierStore.Loaded?) {
        let name = path.lastComponent?.readable ?? path.readable
        let failure = error as? Failure ?? (error as? WorkerError)?.refusal
        let stays =
            inForce.map { "generation \($0.generation) (\($0.reference.digest.prefix(12))) stays in force" }
            ?? "its images wait"
        var trouble: Trouble
        if let failure, failure.kind == Failure.classifierUnreadableKind {
            let headline = "\(name) cannot be read by \(UserNames.current)"
            trouble = Trouble(
                "\(headline): \(failure.remedy); \(stays)",
                with: path.string,
                headline: headline,
                kind: .classifierUnreadable
            )
            trouble.message = "classifier \(failure.message): \(failure.remedy); \(stays)"
        } else if let failure, failure.isTransient {
            // It says nothing about what is in the file.
            trouble = Trouble(
                "\(name) cannot be looked into now: \(failure.message); \(stays)",
                with: path.string,
                kind: .classifierRejected
            )
            trouble.message = "classifier \(path.readable) cannot be looked into now: \(failure); \(stays)"
        } else {
            trouble = Trouble(
                "\(name) refused: \(failure?.message ?? "\(error)"); \(stays)",
                with: path.string,
                kind: .classifierRejected
            )
            trouble.message = "classifier \(path.readable) is not used: \(error); \(stays)"
        }
        trouble.fields["file"] = .bytes(path.bytes)
        if let failure { trouble.fields["error"] = "\(failure.kind)" }
        if let inForce {
            trouble.fields["classifier"] = "\(inForce.reference.digest.prefix(12))"
            trouble.fields["generation"] = "\(inForce.generation)"
        }
        self.trouble(trouble)
    }

    /// No copy of a classifier can be kept, for the given reason; nil when one is.
    func copy(of name: String, at path: FilePath, _ failure: Failure?) {
        let subject = "copy of \(path)"
        guard let failure else { return troubleBoard.end(subject) }
        let headline = "no copy of \(name) is kept"
        var trouble = Trouble("\(headline): \(failure.remedy)", with: subject, headline: headline, kind: .copy)
        trouble.message = "\(failure); \(name) is used from its own file meanwhile"
        trouble.fields["file"] = .bytes(path.bytes)
        trouble.fields["error"] = "\(failure.kind)"
        self.trouble(trouble)
    }
}

extension WorkerError {
    /// What the worker refused, if it did.
    fileprivate var refusal: Failure? {
        guard case .refused(let failure) = self else { return nil }
        return failure
    }
}

import Files
import Glibc
import SystemPackage
import WorkerProtocol

extension BatchRun {
    /// Why a run does not begin, and whether it may at another time without any change.
    ///
    /// A classifier that is not there, or not for us to read, is a mistake in what was asked; a daemon would wait for it.
    static func refusal(_ failure: Failure, of classifier: FilePath) -> Failure {
        var failure = failure
        guard failure.kind == Failure.classifierUnreadableKind else { return failure }
        do throws(Errno) {
            try FileCalls().check(access: R_OK, at: classifier)
        } catch {
            let isLasting = [.noSuchFileOrDirectory, .notDirectory, .permissionDenied].contains(error)
            if isLasting { failure.isTransient = false }
        }
        return failure
    }
}

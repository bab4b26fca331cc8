import Files
import Imaging
import Logging
import SystemPackage
import SystemdSupport
import WorkerClient
import WorkerProtocol

/// What the service does about projects beyond other classifier files.
extension ClassifierService {
    /// How long a look at the file may take: compiling kernels for the first time can take a while on a slow computer, and so can a
    /// large project on a slow share.
    static func patience(at path: FilePath) -> Duration {
        let state = try? FileCalls().state(at: path, followingLink: true)
        return .seconds(180) + WorkerPatience().extraction(bytes: Int(state?.identity.size ?? 0))
    }

    /// Says that the classes of what stays in force are called or shown in another way from now on.
    func tellOfClasses(at path: FilePath, since before: ClassifierStore.Loaded?) {
        guard let before, let now = store.classifier(at: path), now.facts.classMarks != before.facts.classMarks
        else { return }
        let name = path.lastComponent?.string ?? path.string
        let names = now.facts.classMarks.map(\.name)
        let change =
            names == before.facts.classMarks.map(\.name)
            ? "its classes have other colours now" : "its classes are now called \(names.joined(separator: ", "))"
        log.event(
            .classifierWarning,
            at: .notice,
            "\(name): \(change); results from now on have them, and earlier ones stay as they are",
            Self.fields(of: now)
        )
    }
}

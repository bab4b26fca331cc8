import Files
import Logging
import Results
package import Settings
import SystemPackage
package import WorkerProtocol

/// What the troubles that several services meet are called.
extension ServiceStatus {
    /// So many images of a folder wait for the given reason; nil when none does.
    package func wait(_ trouble: (images: Int, failure: Failure)?, in index: Int, of folder: FolderSettings) {
        let subject = "waiting \(index)"
        guard let (images, failure) = trouble else { return troubleBoard.end(subject) }
        let count = images == 1 ? "1 image waits" : "\(images) images wait"
        let headline: String
        switch failure.kind {
        case Failure.outputUnwritableKind: headline = "\(folder.resultsRoot.readable) cannot be written to"
        case "disk_full": headline = "there is no room for results in \(folder.resultsRoot.readable)"
        case "image_unreadable": headline = "images in \(folder.path.readable) cannot be read"
        case "disk_reserve":
            headline = "\(folder.resultsRoot.readable) is down to what is kept free for raw data"
        default: headline = "images in \(folder.path.readable) cannot be done (\(failure.kind))"
        }
        var words = "\(headline); \(count); \(failure.remedy)"
        switch failure.kind {
        case Failure.outputUnwritableKind, "disk_full": break
        default: words = "\(headline); \(count); \(failure.message); \(failure.remedy)"
        }
        var trouble = Trouble(words, with: subject, headline: headline, folder: folder.path, kind: .results)
        trouble.images = images
        trouble.message = "\(headline): \(failure.message); its images wait; \(failure.remedy)"
        trouble.fields["error"] = "\(failure.kind)"
        self.trouble(trouble)
    }

    /// An image of a folder is done; `words` say that the folder has left the usual band of its classifier's doubt.
    package func doubt(_ words: String?, in folder: FolderSettings, recipe: String?) {
        let subject = "doubt\(recipe.map { " of \($0)" } ?? "") in \(folder.path.readable)"
        guard let words else { return troubleBoard.end(subject) }
        let headline = "the classifier is in doubt about \(folder.path.readable)\(recipe.map { " (\($0))" } ?? "")"
        let remedy =
            "look at the microscope and at the last images; train the classifier with some of them if they are right"
        var trouble = Trouble(
            "\(headline); \(remedy)",
            with: subject,
            headline: headline,
            folder: folder.path,
            kind: .doubt
        )
        trouble.message = "\(headline): \(words); \(remedy)"
        if let recipe { trouble.fields["recipe"] = "\(recipe)" }
        self.trouble(trouble)
    }

    /// Nothing is known of doubt any more: what is usual is learned anew.
    func forgetDoubts() {
        for trouble in troubleBoard.present where trouble.kind == .doubt { forget(trouble: trouble.subject) }
    }

    /// An image was computed on a device of the given kind, or the worker has started on one.
    ///
    /// How much slower the host is was measured with `segmentd bench`: 105 times, for the classifier that is built in
    /// (16 features, 100 trees) on 1024 × 1024 pixels, on two cores with AVX-512 (`--device host` against `--device cpu`).
    ///
    /// - Parameter reason: why no device is used, where that is known.
    package func computes(on kind: String?, because reason: String? = nil) {
        guard kind == "host" else { return troubleBoard.end("device") }
        let headline = "computing on the host, about 100 × slower"
        // An image says nothing of the reason that was found at the start.
        if reason == nil, troubleBoard.present.contains(where: { $0.subject == "device" }) { return }
        var trouble = Trouble(
            "\(headline): \(reason ?? "no OpenCL device"); see `segmentd devices`",
            with: "device",
            headline: headline,
            kind: .host
        )
        trouble.fields["error"] = "no_device"
        self.trouble(trouble)
    }
}

extension FolderSettings {
    /// Where the way to the results begins.
    fileprivate var resultsRoot: FilePath {
        guard case .mirror(let root) = output else { return path }
        return root
    }
}

import Files
import Results
import Settings
import SystemPackage
import Watching
import WorkerProtocol

/// `retry`: puts images in front of all others and forgets what was lost over them: also those that failed, were given up or
/// postponed. What is done and right is not done again.
enum RetryImages: DaemonCommand {
    static let name = "retry"
    static let looksAtFiles = true
    static let changesState = true

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> RetryReport {
        var images: [RetryReport.Image] = []
        // The first one named goes first.
        for file in try request.images().reversed() { images.append(await daemon.retry(file.path)) }
        return RetryReport(images: images.reversed())
    }
}

/// What became of the wish to have images tried again.
package struct RetryReport: Codable, Sendable, Equatable {
    /// One of them.
    package struct Image: Codable, Sendable, Equatable {
        package let image: PathText
        /// Whether it will be tried now.
        package let isQueued: Bool
        /// Why not, or where it waits.
        package let words: String
    }

    /// Those that were asked for, in that order.
    package let images: [Image]

    /// Whether all will be tried.
    package var areAllQueued: Bool { images.allSatisfy(\.isQueued) }

    /// A line for each.
    package var text: String { images.map { "\($0.image.path.readable): \($0.words)" }.joined(separator: "\n") }
}

extension DaemonControls {
    fileprivate func retry(_ asked: FilePath, after steps: Int = 0) async -> RetryReport.Image {
        let explanation = await explanation(of: asked)
        func refused() -> RetryReport.Image {
            RetryReport.Image(image: explanation.image, isQueued: false, words: "not tried: \(explanation.words)")
        }
        if explanation.state == .part, let first = explanation.first {
            guard steps < 10 else { return refused() }
            let tried = await retry(first.path, after: steps + 1)
            return RetryReport.Image(
                image: explanation.image,
                isQueued: tried.isQueued,
                words: "part of \(first.path.readable): \(tried.words)"
            )
        }
        guard let (index, path) = place(of: asked), let folder = folders[index] else { return refused() }
        switch explanation.state {
        case .outside, .ignored, .missing, .passedOver, .ownOutput, .written, .inWork, .unreadable: return refused()
        case .settling, .queued, .postponed, .retried, .parked, .due, .waitsForClassifier, .waitsForLabels,
            .waitsForFiles, .part, .done, .failed:
            break
        }
        for recipe in folder.recipes { await processor.attempts.forgive(path, recipe: recipe.name) }
        queue.enqueueFirst(
            ImageQueue.Entry(folder: index, path: path, arrival: .live, lastChange: .now, scope: .failures)
        )
        let paused = queue.paused.contains(index) ? "; its folder is paused (segmentd resume)" : ""
        return RetryReport.Image(
            image: explanation.image,
            isQueued: true,
            words: "tried now, before all others\(paused)"
        )
    }
}

import Files
import Results
import Settings
import SystemPackage
import Watching
import WorkerProtocol

/// `explain`: why images wait, were skipped or failed, or what produced their results.
enum ExplainImage: DaemonCommand {
    static let name = "explain"
    static let looksAtFiles = true

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> ExplainReport {
        var images: [ImageExplanation] = []
        for file in try request.images() { images.append(await daemon.explanation(of: file.path)) }
        return ExplainReport(images: images)
    }
}

/// What is said of several images.
package struct ExplainReport: Codable, Sendable, Equatable {
    /// One for each that was asked for, in that order.
    package let images: [ImageExplanation]

    /// The whole for people.
    package var text: String { images.map(\.text).joined(separator: "\n") }
}

extension DaemonRequest {
    /// The images that are meant.
    ///
    /// - Throws: a `Failure` where there are none, or a path is not absolute.
    func images() throws(Failure) -> [PathText] {
        guard let files, !files.isEmpty else { throw .badRequest("`files` names no image") }
        if let path = files.first(where: { !$0.path.isAbsolute }) {
            throw .badRequest("\(path.path.readable) is no absolute path")
        }
        return files
    }
}

extension DaemonControls {
    /// The watched folder that holds `path`, and the path as the folder has it: links on the way are followed.
    func place(of path: FilePath) -> (folder: Int, path: FilePath)? {
        let path = path.lexicallyNormalized()
        if let folder = folder(holding: path) { return (folder, path) }
        guard let name = path.lastComponent, let parent = try? FileCalls().realPath(of: path.removingLastComponent())
        else { return nil }
        for folder in folders.all {
            guard case .here(let place) = watcher.root(folder.number)?.place.find() else { continue }
            var way = parent.appending(name)
            if way.removePrefix(place), !way.isEmpty { return (folder.number, folder.settings.path.pushing(way)) }
        }
        return nil
    }

    /// Where the image at `path` stands.
    ///
    /// - Parameter steps: how many files have led to it as the first of their image.
    func explanation(of asked: FilePath, after steps: Int = 0) async -> ImageExplanation {
        let image = PathText(asked)
        guard let (index, path) = place(of: asked), let folder = folders[index], let root = watcher.root(index) else {
            let names = folders.settings.map(\.path.readable).joined(separator: ", ")
            return ImageExplanation(image, .outside, "no watched folder holds it (\(names))")
        }
        if let reason = root.reasonToIgnore(path) {
            return ImageExplanation(image, .ignored, "left out: \(reason)")
        }
        let isPaused = queue.paused.contains(index)
        func said(
            _ state: ImageExplanation.State,
            _ words: String,
            queue place: QueuePlace? = nil,
            _ recipes: [RecipeExplanation] = []
        ) -> ImageExplanation {
            ImageExplanation(image, state, words, isPaused: isPaused, queue: place, recipes: recipes)
        }
        let writer: WriterPresence
        switch root.sight(of: path) {
        case .missing: return said(.missing, "there is no such file")
        case .passedOver(let words): return said(.passedOver, words)
        case .failed(let reason):
            return said(
                .unreadable,
                "it cannot be looked at (\(reason)); let the service's user read it and its folder"
            )
        case .file(let presence): writer = presence
        }
        let file: ImageFile
        do throws(Errno) {
            file = try ImageFile(opening: path, below: root.place)
        } catch {
            return said(.unreadable, "it cannot be opened (\(error)); let the service's user read it")
        }
        if OutputMark.isOurs(fileDescriptor: file.file.number, name: file.name) {
            return said(.ownOutput, file.resultElsewhere ?? "a result of segmentd, not an image")
        }
        if let image = folder.images(ofLabels: path).first {
            return said(.ignored, "called as the label image of \(image.lastComponent?.readable ?? ""), not an image")
        }
        var inquiry = RecipeInquiry(processor: processor, folder: folder, image: file)
        switch await processor.partner(of: file, in: folder) {
        case .first(let first):
            guard steps < 10 else { return said(.part, "part of \(first.readable), which leads back to it") }
            let whole = await explanation(of: first, after: steps + 1)
            return ImageExplanation(
                image,
                .part,
                "part of \(first.readable): \(whole.words)",
                isPaused: isPaused,
                first: PathText(first),
                recipes: whole.recipes
            )
        case .set(let set): inquiry.set = set
        }
        let recipes = folder.recipes.map { inquiry.explanation(of: $0) }
        if let time = status.flow.work(on: path) { return said(.inWork, "in work for \(Age(time))", recipes) }
        if let place = QueuePlace(of: path, in: queue) {
            let words = "it waits, \(place.ahead) images go before it" + (place.isLive ? "" : ", new ones too")
            return said(.queued, words, queue: place, recipes)
        }
        if writer == .present {
            return said(
                .written,
                "a program on this machine has it open for writing; it is taken when that is closed",
                recipes
            )
        }
        if case .waiting(let arrival, let unchanged, let look) = await watcher.knowledge(of: path, in: index) {
            let words =
                arrival == .live
                ? "last changed \(Age(unchanged)) ago; it is looked at in \(Age(look)), and taken if nothing happens to it"
                : "found by a scan; it waits in the folder until less waits in the queue"
            return said(.settling, words, recipes)
        }
        if let wait = processor.sets.wait(of: path) {
            let words =
                "it waits for more of its files (\(wait.words)); with what is there it is done in "
                + "\(Age(max(.zero, wait.due - .now)))"
            return said(.waitsForFiles, words, recipes)
        }
        if let (failure, due) = postponed.wait(of: path) {
            let words =
                "postponed: \(failure.message); \(failure.remedy). Tried again as soon as that is seen to be over, at "
                + "the latest in \(Age(max(.zero, due - .now)))"
            return said(.postponed, words, recipes)
        }
        return said(Self.state(of: recipes), Self.words(for: Self.state(of: recipes)), recipes)
    }

    /// What of its recipes matters most to somebody who asks.
    private static func state(of recipes: [RecipeExplanation]) -> ImageExplanation.State {
        let order: [ImageExplanation.State] = [
            .parked, .failed, .retried, .unreadable, .waitsForClassifier, .waitsForLabels, .due,
        ]
        return order.first { state in recipes.contains { $0.state == state } } ?? .done
    }

    private static func words(for state: ImageExplanation.State) -> String {
        switch state {
        case .done: "done"
        case .failed: "failed"
        case .parked: "given up for now"
        case .retried: "it waits for its next attempt"
        case .waitsForClassifier: "it waits for a classifier"
        case .waitsForLabels: "it waits for its label image"
        case .unreadable: "it cannot be told"
        default: "there is work to do; the next scan takes it up, or `segmentd retry` now"
        }
    }
}

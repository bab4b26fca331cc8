import Files
import Results
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// Finds out what a recipe has made of an image: by its summary and by what is remembered, without reading the image.
struct RecipeInquiry {
    let processor: ImageProcessor
    let folder: FolderSettings
    let image: ImageFile
    /// Its other files, where names tell them.
    var set: ImageSet?

    /// The state of `recipe`.
    func explanation(of recipe: RecipeSettings) -> RecipeExplanation {
        let missing = recipe.classifiers.filter { processor.classifiers.classifier(at: $0) == nil }
        if let file = missing.first {
            return RecipeExplanation(
                recipe.name,
                .waitsForClassifier,
                "its classifier \(file.readable) is not in force; `segmentd status` says why"
            )
        }
        let place = recipe.labels?.place(ofImage: image.path)
        let labels = place.flatMap { try? FileCalls().state(at: $0, followingLink: true) }
        if let place, labels == nil {
            return RecipeExplanation(
                recipe.name,
                .waitsForLabels,
                "its label image \(place.readable) is not there yet"
            )
        }
        do throws(Failure) {
            guard let plan = try RecipeInForce(recipe, in: processor.classifiers)?.plan else {
                throw .internalFault("a classifier went out of force")
            }
            let output = try processor.places.outputFolder(forImage: image.path, in: folder)
            let results = try ResultFolder(existing: output)
            let (names, summary, _) = try OutputNames.resolve(
                image: image.name,
                scheme: folder.scheme(of: recipe, image: image.path),
                imageFolder: image.folder,
                results: results
            )
            let question = DueState.Question(
                image: image.name,
                file: image.state,
                labels: labels,
                others: others(toldBy: summary),
                policy: folder.onNewClassifier,
                classifierDigest: plan.classifiersDigest,
                settingsDigest: plan.recipe.digest
            )
            let due = DueState(question, summary: summary)
            var explanation = explanation(of: recipe, due, summary, question)
            if case .due(let reason) = due, explanation.state == .due {
                var beginning = RecipeTask.Beginning(names: names, summary: summary, reason: reason)
                if let results, case .found(let earlier) = summary, DueState.isOfSameContent(earlier, question) {
                    let groups = recipe.fixedGroups ?? folder.groups(of: image.path)?.groups
                    beginning.redo = RedoPlan(plan, after: earlier, groups: groups, in: results, names)
                }
                explanation.words = "to be done: \(beginning.words(of: plan).text)"
            }
            explanation.summary = PathText(output.path.appending(names.summary))
            return explanation
        } catch {
            var explanation = RecipeExplanation(recipe.name, .unreadable, "it cannot be told")
            explanation.error = error
            return explanation
        }
    }

    private func others(toldBy content: SummaryFile.Content) -> OtherFiles {
        let home = image.path.removingLastComponent()
        if let set { return OtherFiles(set, imageIn: home) }
        guard case .found(let summary) = content else { return OtherFiles() }
        return OtherFiles(toldBy: summary.image, imageIn: home, below: processor.places.images(of: folder))
    }

    private func explanation(
        of recipe: RecipeSettings,
        _ due: DueState,
        _ content: SummaryFile.Content,
        _ question: DueState.Question
    ) -> RecipeExplanation {
        let losses = processor.attempts.losses(image.path, recipe: recipe.name)
        var explanation: RecipeExplanation
        switch due {
        case _ where losses?.isParked == true && (losses.map { $0.due > .now } ?? false):
            explanation = RecipeExplanation(
                recipe.name,
                .parked,
                "given up after \(losses?.count ?? 0) losses of the worker or the daemon; tried again in "
                    + "\(Self.time(until: losses?.due)), or by `segmentd retry` now"
            )
        case .due, .undecided:
            if let losses, losses.due > .now {
                explanation = RecipeExplanation(
                    recipe.name,
                    .retried,
                    "the worker or the daemon was lost over it \(losses.count) times; tried again in "
                        + Self.time(until: losses.due)
                )
            } else if case .due(let reason) = due {
                explanation = RecipeExplanation(recipe.name, .due, "to be done: \(reason)")
            } else {
                explanation = RecipeExplanation(
                    recipe.name,
                    .due,
                    "its file was touched, copied or replaced since; its content decides when it is looked at next"
                )
            }
        case .upToDate:
            guard case .found(let summary) = content, summary.status == .done else {
                explanation = RecipeExplanation(
                    recipe.name,
                    .failed,
                    "failed; it is left alone until the image, the classifier or the recipe changes, or `segmentd retry`"
                )
                break
            }
            let isOld = summary.classifiersDigest != question.classifierDigest
            let isOther = summary.settings.digest != question.settingsDigest
            let kept = "; it stays, since on_new_classifier is \"new-images\""
            explanation = RecipeExplanation(
                recipe.name,
                .done,
                isOld
                    ? "done, by another classifier than is in force now\(kept)"
                    : isOther ? "done, by other settings than those of now\(kept)" : "done"
            )
        }
        if case .found(let summary) = content {
            if let classifier = summary.classifier ?? summary.steps.compactMap(\.classifier).first {
                explanation.classifier = classifier.name
                explanation.classifierDigest = classifier.sha256
                explanation.generation = classifier.generation
            }
            explanation.revision = summary.revision
            explanation.settingsDigest = summary.settings.digest
            explanation.error = summary.error.map {
                Failure(kind: $0.kind, message: "\($0.message) (\($0.attempts) attempts)", remedy: $0.remedy)
            }
        }
        return explanation
    }

    private static func time(until due: ContinuousClock.Instant?) -> String {
        "\(Age(due.map { max(.zero, $0 - .now) } ?? .zero))"
    }
}

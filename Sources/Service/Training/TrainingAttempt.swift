import Files
import SystemPackage
import WorkerClient
import WorkerProtocol

/// What a worker made of annotations: the files of a new version, and what it says of them.
struct TrainedCandidate: Sendable {
    let files: NewVersion
    let job: TrainingJob
    let report: TrainingReport
    /// The images that were read, by name.
    let read: [AnnotatedFolder.Pair]

    /// What its samples were made from: `present` with the images of these and the earlier samples.
    func basis(_ present: TrainingBasis, after trained: TrainingBasis?, without forgotten: [String]) -> TrainingBasis {
        var basis = present
        basis.pairs = job.continues && !job.takesDecisionsOnly ? trained?.pairs ?? [:] : [:]
        for name in forgotten { basis.pairs[name] = nil }
        for pair in read { basis.pairs[pair.name] = pair.basis }
        return basis
    }
}

/// Has a worker train, and finds the annotations that it cannot use: these are left out, and the others trained.
struct TrainingAttempt: Sendable {
    let place: TrainingPlace
    let folder: AnnotatedFolder
    let versions: ClassifierVersions
    let worker: TrainingWorker
    /// The version whose samples come along; nil to begin anew.
    let samples: Int?
    /// Whether they are of other features, and only tell what is held back.
    let takesDecisionsOnly: Bool
    /// Whether there is a classifier to be compared with.
    let comparesInForce: Bool
    /// What was annotated for each of its classes; nil where that is not known.
    let classesInForce: [Int]?
    let forgotten: [String]
    /// Whether something is to be trained also without any image.
    let isNeeded: Bool

    /// Trains from these images; where some cannot be used, from the others. Those that are being changed are not read.
    ///
    /// - Returns: nil where no image is left, and nothing else has changed; and the images that cannot be used.
    /// - Throws: a `Failure` that is not about one annotation, or a `WorkerError` where the worker was lost.
    func run(_ pairs: [AnnotatedFolder.Pair]) async throws -> (TrainedCandidate?, [String: Failure]) {
        do {
            return (try await train(pairs), [:])
        } catch let refusal as Refusal {
            if pairs.isEmpty || refusal.failure.kind == "training_impossible" { throw refusal.failure }
            var culprits = try await culprits(pairs, refusal)
            var good = pairs.filter { culprits[$0.name] == nil }
            if good.isEmpty, !isNeeded { return (nil, culprits) }
            do {
                return (try await train(good), culprits)
            } catch let refusal as Refusal {
                guard let first = good.first else { throw refusal.failure }
                // Each of them is good, and all together are not.
                culprits.merge(try await misfits(first, Array(good.dropFirst()), refusal)) { $1 }
                good.removeAll { culprits[$0.name] != nil }
                do { return (try await train(good), culprits) } catch let refusal as Refusal { throw refusal.failure }
            }
        }
    }

    /// What the worker said against the images, or something else of the training.
    private struct Refusal: Error {
        let failure: Failure
    }

    /// The images that cannot be trained, each with its reason: halves of halves, until each is alone.
    private func culprits(
        _ pairs: [AnnotatedFolder.Pair],
        _ refusal: Refusal
    ) async throws -> [String: Failure] {
        if pairs.count == 1 { return [pairs[0].name: refusal.failure] }
        var found: [String: Failure] = [:]
        for half in [pairs[..<(pairs.count / 2)], pairs[(pairs.count / 2)...]].map(Array.init) {
            do {
                _ = try await train(half)
            } catch let refusal as Refusal {
                found.merge(try await culprits(half, refusal)) { $1 }
                // The same words for two images are about neither.
                if found.count > 1, Set(found.values.map(\.message)).count == 1 { throw refusal.failure }
            }
        }
        // Each half is good, and both together are not.
        return found.isEmpty ? try await misfits(pairs[0], Array(pairs.dropFirst()), refusal) : found
    }

    /// The images of `others` that do not go together with `first`, such as stacks with a plane: halves of halves again.
    private func misfits(
        _ first: AnnotatedFolder.Pair,
        _ others: [AnnotatedFolder.Pair],
        _ refusal: Refusal
    ) async throws -> [String: Failure] {
        if others.count < 2 { return Dictionary(uniqueKeysWithValues: others.map { ($0.name, refusal.failure) }) }
        var found: [String: Failure] = [:]
        for half in [others[..<(others.count / 2)], others[(others.count / 2)...]].map(Array.init) {
            do {
                _ = try await train([first] + half)
            } catch let refusal as Refusal {
                found.merge(try await misfits(first, half, refusal)) { $1 }
            }
        }
        // Each of them fits the first, and they do not fit each other: that is about something else.
        if found.isEmpty { throw refusal.failure }
        return found
    }

    /// Trains from these images and the earlier samples; nil where none of them can be opened.
    ///
    /// - Throws: a `Refusal` by the worker; a `Failure` or `WorkerError` for what is not about the images.
    private func train(_ pairs: [AnnotatedFolder.Pair]) async throws -> TrainedCandidate? {
        try Task.checkCancellation()
        var (open, read): ([Descriptor], [AnnotatedFolder.Pair]) = ([], [])
        for pair in pairs {
            // What is changed, or shut off, comes again.
            guard let files = try? folder.open(pair) else { continue }
            open += files
            read.append(pair)
        }
        if read.isEmpty, !isNeeded { return nil }
        var job = place.job
        job.images = read.map {
            AnnotatedImage(
                image: $0.name,
                annotation: $0.annotation.lastComponent?.readable ?? $0.annotation.readable,
                labels: $0.labels?.lastComponent?.readable
            )
        }
        job.forgets = forgotten
        if let samples {
            open.append(try versions.samples(of: samples))
            (job.continues, job.takesDecisionsOnly) = (true, takesDecisionsOnly)
        }
        if comparesInForce, let file = try? FileCalls().open(place.classifier, for: .reading) {
            open.append(file)
            (job.comparesInForce, job.classesInForce) = (true, classesInForce)
        }
        let files = try versions.begin()
        defer { withExtendedLifetime((open, files)) {} }
        do throws(WorkerError) {
            let report = try await worker.train(job, descriptors: open.map(\.number) + files.descriptors)
            return TrainedCandidate(files: files, job: job, report: report, read: read)
        } catch {
            guard case .refused(let failure) = error else { throw error }
            if failure.isAboutSamples { throw failure }
            throw Refusal(failure: failure)
        }
    }
}

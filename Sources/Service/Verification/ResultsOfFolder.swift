import Files
import Results
import SystemPackage
import WorkerProtocol

/// The summaries and outputs in one folder, held against each other.
struct ResultsOfFolder {
    /// What the summary of a family of names (`x_mask.tif`, `x_summary.json`, …) came to.
    private enum Family {
        /// It could be read, and belongs here.
        case told
        /// It is there and of no use, which was said: nothing more is said of its files.
        case spoilt
    }

    /// The names of summaries, sorted.
    let summaries: [FilePath.Component]
    private let outputs: [FilePath.Component]
    /// The summaries that `outputs` would belong to.
    private let expectedSummaries: Set<FilePath.Component>
    private let folder: ResultFolder
    private let expected: ExpectedRecipes
    private var families: [FilePath.Component: Family] = [:]
    /// Which summary names an output.
    private var claims: [FilePath.Component: FilePath.Component] = [:]
    /// The last good summary of each recipe, after which one that cannot be read is made anew.
    private var examples: [String?: Summary] = [:]
    /// Images, and families, that cannot be told before the examples are known.
    private var unknown: [FilePath.Component] = []

    /// Of the names in `folder` those that can be results.
    init(_ folder: ResultFolder, names: [FilePath.Component], expected: ExpectedRecipes) {
        self.folder = folder
        self.expected = expected
        let ending = Array(OutputNames.summaryEnding.utf8)
        summaries = names.filter { $0.bytes.suffix(ending.count).elementsEqual(ending) }
            .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        outputs = names.filter { !$0.bytes.suffix(ending.count).elementsEqual(ending) }
        expectedSummaries = Set(outputs.compactMap { OutputNames.summary(beside: $0) })
    }

    /// Checks a summary and the files that it names.
    mutating func check(_ name: FilePath.Component, _ tally: inout VerificationTally, _ repairs: inout [Repair]) {
        let path = folder.path.appending(name)
        let content: SummaryFile.Content
        do throws(Failure) { content = try folder.summary(name) } catch {
            families[name] = .spoilt
            tally.note(Finding(.unreadable, path, error.message))
            return
        }
        switch content {
        case .absent: return
        case .foreign(let reason):
            // Where there is neither image nor output of this name, it is nothing to us.
            guard image(ofFamily: name) != nil || hasOutputs(name) else { return }
            families[name] = .spoilt
            tally.note(Finding(.foreignFile, path, "it \(reason)"))
        case .unreadable(let reason):
            families[name] = .spoilt
            unknown.append(name)
            tally.note(Finding(.tornSummary, path, "it \(reason)"))
        case .found(let summary):
            tally.results += 1
            if summary.status == .failed { tally.failures += 1 }
            check(summary, named: name, &tally, &repairs)
        }
    }

    private mutating func check(
        _ summary: Summary,
        named name: FilePath.Component,
        _ tally: inout VerificationTally,
        _ repairs: inout [Repair]
    ) {
        let path = folder.path.appending(name)
        guard summary.isNamed(name) else {
            families[name] = .spoilt
            if self.image(ofFamily: name) != nil || hasOutputs(name) {
                unknown.append(name)
                tally.note(Finding(.otherImage, path, "it tells of \(summary.image.name)"))
            } else {
                tally.note(Finding(.duplicate, path, "a copy of the summary of \(summary.image.name)"))
            }
            repairs.append(.remove(path))
            return
        }
        families[name] = .told
        examples[summary.recipe] = summary
        let check = ResultCheck(summary, named: name, in: folder, expected: expected)
        var isToRedo = false
        for output in summary.outputs {
            guard let component = output.component else { continue }
            if let other = claims.updateValue(name, forKey: component) {
                tally.note(Finding(.duplicate, path, "\(other.readable) names the same file, \(component.readable)"))
            }
            tally.outputs += 1
            guard let finding = check.finding(for: output) else { continue }
            tally.note(finding)
            isToRedo = isToRedo || [.missingOutput, .alteredOutput].contains(finding.kind)
        }
        switch check.imageFinding() {
        case let finding?:
            tally.note(finding)
            isToRedo = isToRedo || finding.kind == .imageChanged
            if finding.kind == .imageGone { return }
        case nil:
            switch check.age {
            case .current: break
            case .older: tally.older += 1
            case .outdated(let words):
                tally.note(Finding(.outdated, path, words))
                isToRedo = true
            }
        }
        if isToRedo { repairs.append(.redo(RedoneResult(check.image, in: folder.path, like: summary))) }
    }

    /// Checks the outputs that no summary names, when all summaries were checked.
    mutating func checkOthers(_ tally: inout VerificationTally, _ repairs: inout [Repair]) {
        var withoutSummary: Set<FilePath.Component> = []
        for name in outputs where claims[name] == nil {
            guard let summary = OutputNames.summary(beside: name), families[summary] != .spoilt else { continue }
            let path = folder.path.appending(name)
            do throws(Failure) {
                guard try folder.occupant(of: name) == .ours else { continue }
            } catch {
                tally.note(Finding(.unreadable, path, error.message))
                continue
            }
            if families[summary] == .told {
                tally.note(Finding(.orphanedOutput, path, "\(summary.readable) does not name it"))
                repairs.append(.remove(path))
            } else if withoutSummary.insert(summary).inserted {
                tally.note(Finding(.noSummary, path, "there is no \(summary.readable)"))
                unknown.append(summary)
            }
        }
        for name in unknown {
            if let result = result(ofFamily: name) { repairs.append(.redo(result)) }
        }
    }

    /// Whether outputs of ours belong to the family of a summary.
    private func hasOutputs(_ summary: FilePath.Component) -> Bool {
        expectedSummaries.contains(summary)
            && outputs.contains { name in
                OutputNames.summary(beside: name) == summary && OutputMark.isOurs(name, in: folder.descriptor)
            }
    }

    /// The image of a family of names, whatever its recipe.
    private func image(ofFamily summary: FilePath.Component) -> FilePath? {
        let prefix = Array(summary.bytes.dropLast(OutputNames.summaryEnding.utf8.count))
        return RawImage.find(stem: prefix, resultsIn: folder.path)
    }

    /// What a family is to be made into anew: its image, under the recipe that its neighbours tell.
    private func result(ofFamily summary: FilePath.Component) -> RedoneResult? {
        let prefix = Array(summary.bytes.dropLast(OutputNames.summaryEnding.utf8.count))
        for (recipe, example) in examples {
            let tail = recipe.map { Array("_\($0)".utf8) } ?? []
            guard prefix.count > tail.count, prefix.suffix(tail.count).elementsEqual(tail),
                let image = RawImage.find(stem: Array(prefix.dropLast(tail.count)), resultsIn: folder.path)
            else { continue }
            return RedoneResult(image, in: folder.path, like: example)
        }
        return nil
    }
}

extension Summary {
    /// Whether a summary of this name is that of this image under this recipe.
    func isNamed(_ name: FilePath.Component) -> Bool {
        guard let image = image.component else { return false }
        return [false, true].contains {
            OutputNames(image: image, recipe: recipe, carriesExtension: $0).summary == name
        }
    }
}

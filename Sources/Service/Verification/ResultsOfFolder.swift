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
    private let endings: Set<[UInt8]>
    private var families: [FilePath.Component: Family] = [:]
    /// Which summary names an output.
    private var claims: [FilePath.Component: FilePath.Component] = [:]
    /// The last good summary of each recipe, after which one that cannot be read is made anew.
    private var examples: [String?: (summary: Summary, name: FilePath.Component)] = [:]
    /// Images, and families, that cannot be told before the examples are known.
    private var unknown: [FilePath.Component] = []

    /// Of the names in `folder` those that can be results.
    init(_ folder: ResultFolder, names: [FilePath.Component], expected: ExpectedRecipes) {
        self.folder = folder
        self.expected = expected
        let endings = expected.outputEndings
        self.endings = endings
        summaries = names.filter(ResultFamily.isSummary).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        outputs = names.filter { !ResultFamily.isSummary($0) }
        expectedSummaries = Set(outputs.compactMap { ResultFamily.summary(beside: $0, endings: endings) })
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
        guard isNamed(summary, name) else {
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
        examples[summary.recipe] = (summary, name)
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
        if isToRedo { repairs.append(.redo(RedoneResult(check.image, in: folder.path, like: summary, named: name))) }
    }

    /// Checks the outputs that no summary names, when all summaries were checked.
    mutating func checkOthers(_ tally: inout VerificationTally, _ repairs: inout [Repair]) {
        var withoutSummary: Set<FilePath.Component> = []
        for name in outputs where claims[name] == nil {
            guard let summary = ResultFamily.summary(beside: name, endings: endings), families[summary] != .spoilt
            else { continue }
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
                ResultFamily.summary(beside: name, endings: endings) == summary
                    && OutputMark.isOurs(name, in: folder.descriptor)
            }
    }

    /// The image of a family of names, whatever its recipe.
    private func image(ofFamily summary: FilePath.Component) -> FilePath? {
        guard let prefix = ResultFamily.prefix(ofSummary: summary) else { return nil }
        let stems = [prefix.dropLast()] + examples.values.compactMap { stem(of: prefix, like: $0) }.map { $0[...] }
        return stems.lazy.compactMap { RawImage.find(stem: Array($0), resultsIn: folder.path) }.first
    }

    /// What a family is to be made into anew: its image, under the recipe that its neighbours tell.
    private func result(ofFamily summary: FilePath.Component) -> RedoneResult? {
        guard let prefix = ResultFamily.prefix(ofSummary: summary) else { return nil }
        for example in examples.values {
            guard let stem = stem(of: prefix, like: example),
                let image = RawImage.find(stem: stem, resultsIn: folder.path)
            else { continue }
            return RedoneResult(image, in: folder.path, like: example.summary, named: example.name)
        }
        return nil
    }

    /// The stem of the image of a family, if its files are called as those of an example.
    private func stem(of prefix: [UInt8], like example: (summary: Summary, name: FilePath.Component)) -> [UInt8]? {
        if let affixes = FamilyAffixes(of: example.summary, named: example.name) { return affixes.stem(of: prefix) }
        // The example's own stem was shortened.
        let tail = example.summary.recipe.map { Array("_\($0)_".utf8) } ?? [UInt8(ascii: "_")]
        guard prefix.count > tail.count, prefix.suffix(tail.count).elementsEqual(tail) else { return nil }
        return Array(prefix.dropLast(tail.count))
    }

    /// Whether a summary is that of its image under its recipe, by the usual names, those of the configuration, or those by which
    /// it was written; else somebody has copied it.
    private func isNamed(_ summary: Summary, _ name: FilePath.Component) -> Bool {
        if summary.isNamed(name, by: ResultNaming.standard.scheme(recipe: summary.recipe)) { return true }
        let image = RawImage.place(of: summary, summaryIn: folder.path)
        if let image, let scheme = expected.scheme(for: image, recipe: summary.recipe),
            summary.isNamed(name, by: scheme)
        {
            return true
        }
        return summary.isFamily(of: name)
    }
}

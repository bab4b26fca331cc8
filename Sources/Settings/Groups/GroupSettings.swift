import Results
package import SystemPackage
package import WorkerProtocol

/// How it is known what the images of a folder are of.
package struct GroupSettings: Sendable, Hashable {
    /// What their names tell.
    package var pattern: GroupPattern
    /// What a sample sheet tells beyond that.
    package var samples: SampleSheetFile?

    /// By a pattern, and by a sheet where there is one.
    package init(pattern: GroupPattern, samples: FilePath? = nil) {
        self.pattern = pattern
        self.samples = samples.map { SampleSheetFile($0, groups: pattern.groups) }
    }
}

/// What the images of a folder are of, by the sample sheet as it was at one moment.
package struct GroupReader: Sendable {
    /// What is known of one image.
    package struct Finding: Sendable, Equatable {
        /// Its groups; empty texts where nothing is known.
        package var groups: ImageGroups
        /// What is not as the configuration has it, in words: for the summary.
        package var warnings: [String]
        /// Whether its name fits the pattern.
        package var fits: Bool
        /// Whether the sheet, where there is one, tells of it.
        package var isInSheet: Bool

        /// Groups of which somebody is sure, unless said otherwise.
        package init(groups: ImageGroups, warnings: [String] = [], fits: Bool = true, isInSheet: Bool = true) {
            (self.groups, self.warnings, self.fits, self.isInSheet) = (groups, warnings, fits, isInSheet)
        }
    }

    private let pattern: GroupPattern
    private let sheet: SampleSheet?
    private let sheetName: String
    /// What is wrong with the sheet, for people; nil where nothing is.
    package let problem: (message: String, remedy: String)?

    /// The pattern, with the sheet as it is now.
    package init(_ settings: GroupSettings) {
        pattern = settings.pattern
        let file = settings.samples
        (sheet, problem) = (file?.current.sheet, file?.problem)
        sheetName = file?.path.lastComponent?.string ?? ""
    }

    /// The names of the groups: those of the pattern, then the columns of the sheet.
    package var names: [String] { pattern.groups + (sheet?.columns ?? []) }

    /// What is known of the image at the end of a way from its folder of the configuration.
    package func finding(_ way: [FilePath.Component]) -> Finding {
        guard let values = pattern.values(of: way) else {
            let warning =
                "the name does not fit the pattern \"\(pattern.text)\", so the columns of its groups are empty"
            return finding([String](repeating: "", count: names.count), [warning], fits: false)
        }
        let texts = values.map(ImageGroups.text)
        guard let sheet else {
            return finding(texts, problem.map { ["\($0.message); its columns are left out"] } ?? [])
        }
        let groups = Dictionary(zip(pattern.groups, texts)) { first, _ in first }
        guard let line = sheet.lines[sheet.key(groups)] else {
            let empty = [String](repeating: "", count: sheet.columns.count)
            let warning = "\(sheetName) does not tell of \(Self.words(sheet, groups)), so its columns are empty"
            return finding(texts + empty, [warning], isInSheet: false)
        }
        return finding(texts + line.fields, [])
    }

    /// By what the sheet finds an image, for comparing and for people; empty without a sheet.
    package func key(of groups: ImageGroups) -> (key: [String], words: String) {
        guard let sheet else { return ([], "") }
        return (sheet.key(groups.byName), Self.words(sheet, groups.byName))
    }

    /// Lines of the sheet that are found by none of these keys, for people, in their order.
    package func lines(besides keys: Set<[String]>) -> [String] {
        let lines = sheet?.lines.filter { !keys.contains($0.key) }.map(\.value) ?? []
        return lines.sorted { $0.number < $1.number }.map { "\($0.words) (line \($0.number))" }
    }

    private static func words(_ sheet: SampleSheet, _ groups: [String: String]) -> String {
        sheet.keys.map { "\($0) \(groups[$0] ?? "")" }.joined(separator: ", ")
    }

    private func finding(
        _ texts: [String],
        _ warnings: [String],
        fits: Bool = true,
        isInSheet: Bool = true
    ) -> Finding {
        let groups = ImageGroups(names: names, texts: texts)
        return Finding(groups: groups, warnings: warnings, fits: fits, isInSheet: isInSheet)
    }
}

extension FolderSettings {
    /// What an image of this folder is of; nil where no pattern asks.
    package func groups(of image: FilePath) -> GroupReader.Finding? {
        groups.map { GroupReader($0).finding(way(to: image)) }
    }

    /// The way from this folder to an image; of one that is not below it, the name alone.
    package func way(to image: FilePath) -> [FilePath.Component] {
        var way = image
        guard way.removePrefix(path) else { return image.lastComponent.map { [$0] } ?? [] }
        return way.components.filter { $0.kind == .regular }
    }
}

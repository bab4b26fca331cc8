import Results
package import SystemPackage

/// Which files of a folder are one image, by their names: `{name}_C{channel}.tif`.
///
/// Words that are axes (`channel`, `z`, `time`, `position`, in short `c`, `t`, `p`) say where a file belongs within its image;
/// all others say which image that is. Whatever name is compared with it, it takes bounded time.
package struct TogetherPattern: Sendable, Hashable {
    package static let example = "{name}_C{channel}.tif"
    /// With more words, or a longer text, a pattern is refused.
    private static let (mostWords, longest) = (32, 1_000)

    /// Along what the files of an image lie; slowest first.
    package enum Axis: String, Sendable, Hashable, CaseIterable {
        case frames = "T"
        case positions = "P"
        case slices = "Z"
        case channels = "C"

        /// The axis that a word of a pattern means; nil for a word that is none.
        init?(word: String) {
            switch word.lowercased() {
            case "channel", "c": self = .channels
            case "z": self = .slices
            case "time", "t": self = .frames
            case "position", "p": self = .positions
            default: return nil
            }
        }
    }

    /// What a name says of a file.
    package struct Part: Sendable, Hashable {
        /// Equal for the files of one image.
        package let key: [[UInt8]]
        /// Where it belongs: the text of each axis of the pattern.
        package let places: [Axis: [UInt8]]
    }

    /// As it was written.
    package let text: String
    /// The axes of its words.
    package let axes: Set<Axis>
    private let program: PatternProgram
    /// Of each word.
    private let roles: [Axis?]

    /// Reads a pattern.
    ///
    /// - Throws: a `Problem` that says what is wrong with it.
    package init(_ text: String) throws(StepSettings.Problem) {
        func problem(_ message: String, _ remedy: String? = nil) -> StepSettings.Problem {
            StepSettings.Problem(
                message: "\"\(text)\" \(message)",
                remedy: remedy ?? "write for example \"\(Self.example)\""
            )
        }
        guard text.utf8.count <= Self.longest else { throw problem("is too long for a pattern") }
        let reading = try PatternText(text, kind: Self.kind, example: Self.example)
        guard reading.depth == 1 else {
            throw problem("names a folder", "the files of an image lie in one folder: leave the / out")
        }
        roles = reading.groups.map { Axis(word: $0) }
        axes = Set(roles.compactMap(\.self))
        guard axes.count == roles.count(where: { $0 != nil }) else {
            throw problem("has two words for one axis", "leave one of them out, or write * for it")
        }
        guard reading.groups.count <= Self.mostWords,
            let program = PatternProgram(reading.part, groupCount: reading.groups.count)
        else { throw problem("is too large for a pattern", "write it shorter") }
        (self.text, self.program) = (text, program)
    }

    /// Numbers where an axis has numbers; a channel, or a position, may have a name, which ends at the next `_`.
    private static func kind(_ word: String) -> String {
        switch Axis(word: word) {
        case .frames, .slices: "digits"
        case .channels, .positions: "piece"
        case nil: "any"
        }
    }

    /// What the name of a file says; nil where it does not fit, and of a pattern without an axis.
    package func part(_ name: FilePath.Component) -> Part? {
        guard !axes.isEmpty else { return nil }
        let stem = ImageStem(name)
        let characters = PathCharacters(stem.stem)
        guard let ranges = program.groups(in: characters) else { return nil }
        var (key, places): ([[UInt8]], [Axis: [UInt8]]) = ([stem.ending], [:])
        for (role, range) in zip(roles, ranges) {
            let value = range.map { Array(characters[$0]) } ?? []
            if let role { places[role] = value } else { key.append(value) }
        }
        return Part(key: key, places: places)
    }

    /// The digits of a text that is a number, without zeros in front; nil for other texts.
    package static func number(_ text: [UInt8]) -> [UInt8]? {
        guard !text.isEmpty, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Array(text.drop { $0 == UInt8(ascii: "0") })
    }

    /// Whether a text of an axis comes before another: numbers by their value and before other texts.
    package static func isBefore(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        switch (number(one), number(other)) {
        case (let first?, let second?) where first != second:
            return first.count == second.count ? first.lexicographicallyPrecedes(second) : first.count < second.count
        case (_?, nil): return true
        case (nil, _?): return false
        default: return one.lexicographicallyPrecedes(other)
        }
    }
}

extension TableReader {
    /// The pattern of names at `key` that puts files together.
    func together(_ key: String) -> TogetherPattern? {
        guard let text = text(key, example: TogetherPattern.example) else { return nil }
        do throws(StepSettings.Problem) { return try TogetherPattern(text) } catch {
            problem(key, error.message, remedy: error.remedy)
            return nil
        }
    }
}

extension Settings {
    /// Patterns that put nothing together.
    package func togetherWarnings() -> [SettingsProblem] {
        folders.enumerated().compactMap { index, folder in
            guard let pattern = folder.together, pattern.axes.isEmpty else { return nil }
            return problem(
                "folder[\(index)].together",
                "\"\(pattern.text)\" has no word that is an axis, so each file is an image of its own",
                "write {channel}, {z}, {time} or {position} where the files of an image differ"
            )
        }
    }
}

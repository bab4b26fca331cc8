import Files
import Imaging
import Results
import SystemPackage
import WorkerProtocol

extension TableReader {
    /// The duration at `key`; nil also for `word`, which stands for none.
    func duration(_ key: String, in range: ClosedRange<Duration>, orWord word: String? = nil) -> Duration? {
        guard let text = text(key, example: "2s"), text != word else { return nil }
        guard let duration = DurationText.parse(text) else {
            let alternative = word.map { ", or \"\($0)\"" } ?? ""
            let remedy = "write \"2s\", \"500ms\", \"1m\" or \"1h\"" + alternative
            problem(key, "\"\(text)\" is not a time", remedy: remedy)
            return nil
        }
        if range.contains(duration) { return duration }
        let span = "\(DurationText.format(range.lowerBound)) to \(DurationText.format(range.upperBound))"
        problem(key, "\"\(text)\" is out of range", remedy: "write a time from \(span)")
        return nil
    }

    /// What the names of markers end with, at `key`.
    func markerEnding(_ key: String) -> String? {
        guard let text = text(key, example: ".done") else { return nil }
        let isImage = ImageEndings.standard.wholeLength(in: Array("x\(text)".utf8)) > 0
        if !text.isEmpty, !text.contains("/"), text == text.trimmed, text.isPrintable, text.utf8.count <= 64, !isImage {
            return text
        }
        let remedy = "write \".done\" for markers that are called x.tif.done or x.done"
        problem(key, "\"\(text)\" cannot be the end of a marker's name", remedy: remedy)
        return nil
    }

    /// One of the words of `Choice` at `key`.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(_ key: String) -> Choice? {
        let words = Choice.allCases.map(\.rawValue)
        guard let text = text(key, example: words[0]) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        problem(key, "\"\(text)\" is not known", remedy: Self.oneOf(words, text: text))
        return nil
    }

    /// The absolute path of a folder at `key`, normalized.
    func folderPath(_ key: String, required: Bool) -> FilePath? {
        guard let text = text(key, example: "/data/scope1") else {
            if required && !holds(key) {
                problem(key, "is missing", remedy: "add \(key) = \"/data/scope1\", the folder the microscope writes to")
            }
            return nil
        }
        return checkedFolder(key, text)
    }

    /// Where results go: `beside`, the name of a sub-folder, or an absolute folder.
    func outputLocation(_ key: String) -> OutputLocation? {
        guard let text = text(key, example: "beside") else { return nil }
        if text == "beside" { return .beside }
        let known = "write \"beside\", the name of a sub-folder, or an absolute folder"
        if Spelling.distance(text.lowercased(), "beside") <= 1 {
            problem(key, "\"\(text)\" looks like a misspelled \"beside\"", remedy: known)
            return nil
        }
        if text.hasPrefix("/") { return checkedFolder(key, text).map { .mirror(root: $0) } }
        let isOneName = !text.contains("/") && text != "." && text != ".." && text.utf8.count <= 255
        if isOneName && !text.hasPrefix("~") && text == text.trimmed && text.isPrintable { return .subfolder(text) }
        problem(key, "\"\(text)\" is neither one folder name nor an absolute folder", remedy: known)
        return nil
    }

    /// The path of a file at `key`, which must be there where it `isNeeded`; relative ones start from `base`.
    func filePath(_ key: String, base: FilePath, example: String, isNeeded: Bool = true) -> FilePath? {
        guard let text = text(key, example: example) else {
            if isNeeded, !holds(key) { problem(key, "is missing", remedy: "add \(key) = \"\(example)\"") }
            return nil
        }
        let remedy = "write an absolute path, or one relative to the configuration's folder \(base)"
        if text.hasPrefix("~") || text.hasPrefix("$") {
            problem(key, "\"\(text)\": ~ and variables are not expanded", remedy: remedy)
            return nil
        }
        guard let last = FilePath(text).lastComponent, last.kind == .regular, text == text.trimmed else {
            problem(key, "\"\(text)\" does not name a file", remedy: remedy)
            return nil
        }
        return base.pushing(FilePath(text))
    }

    /// Names of axes at `key`.
    func axisNames(_ key: String) -> AxisNames? {
        guard let text = text(key, example: "ZYX") else { return nil }
        if let names = AxisNames(text) { return names }
        let finding = AxisNames.problem(of: text) ?? ""
        problem(key, "\"\(text)\": \(finding)", remedy: "write for example \(AxisNames.example)")
        return nil
    }

    /// The outputs at `key`, each once.
    func outputKinds(_ key: String) -> [OutputKind]? {
        guard let elements = texts(key, example: "\"mask\", \"labels\", \"objects\"") else { return nil }
        var kinds: [OutputKind] = []
        for (keyPath, text) in elements {
            if text == "summary" {
                elementProblem(keyPath, "the summary is always written", remedy: "leave \"summary\" out")
            } else if let kind = OutputKind(rawValue: text) {
                if kinds.contains(kind) {
                    elementProblem(keyPath, "\"\(text)\" is listed twice", remedy: "leave one out")
                } else {
                    kinds.append(kind)
                }
            } else {
                let remedy = Self.oneOf(OutputKind.allCases.map(\.rawValue), text: text)
                elementProblem(keyPath, "\"\(text)\" is not an output", remedy: remedy)
            }
        }
        return kinds
    }

    private func checkedFolder(_ key: String, _ text: String) -> FilePath? {
        let path = FilePath(text)
        if !path.isAbsolute || text != text.trimmed {
            let expansion = text.hasPrefix("~") || text.hasPrefix("$") ? "; ~ and variables are not expanded" : ""
            problem(key, "\"\(text)\" is not an absolute path\(expansion)", remedy: "write it out from /")
            return nil
        }
        if path.components.contains(where: { $0.kind == .parentDirectory }) {
            problem(key, "\"\(text)\" holds `..`", remedy: "write the folder that is meant")
            return nil
        }
        let normal = path.lexicallyNormalized()
        if normal.components.isEmpty {
            problem(key, "\"/\" is the whole system", remedy: "name a folder beneath it")
            return nil
        }
        return normal
    }

    private static func oneOf(_ words: [String], text: String) -> String {
        if let nearest = Spelling.nearest(to: text, among: words) { return "did you mean \"\(nearest)\"?" }
        return "write one of \(words.map { "\"\($0)\"" }.joined(separator: ", "))"
    }
}

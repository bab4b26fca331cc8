import Results
import SystemPackage
import WorkerProtocol

extension TableReader {
    /// How the images of a folder are called, at `pattern`, and the sample sheet at `samples`.
    func groups(base: FilePath) -> GroupSettings? {
        let samples = filePath("samples", base: base, example: "plate.csv", isNeeded: false)
        guard let text = text("pattern", example: GroupPattern.example) else {
            if holds("samples"), !holds("pattern") {
                problem(
                    "samples",
                    "says nothing without a pattern, which tells an image's well or whatever the sheet goes by",
                    remedy: "add pattern = \"\(GroupPattern.example)\""
                )
            }
            return nil
        }
        do throws(StepSettings.Problem) {
            return GroupSettings(pattern: try GroupPattern(text), samples: samples)
        } catch {
            problem("pattern", error.message, remedy: error.remedy)
            return nil
        }
    }

    /// How results are called, at `names` and `kinds`, on top of what holds for the folder.
    func naming(_ folder: ResultNaming, groups: [String]) -> ResultNaming {
        var naming = folder
        if let text = text("names", example: NameTemplate.standard.text) {
            do throws(NameTemplate.Problem) {
                naming.template = try NameTemplate(text, groups: groups)
            } catch {
                problem("names", error.message, remedy: error.remedy)
            }
        }
        guard let words = table("kinds", keys: OutputKind.all.map(\.rawValue)) else { return naming }
        for kind in OutputKind.all {
            guard let word = words.text(kind.rawValue, example: kind.fileWord) else { continue }
            if !word.isEmpty, word.isPrintable, !word.contains("/"), word == word.trimmed, word.utf8.count <= 64 {
                naming.words[kind] = word == kind.fileWord ? nil : word
            } else {
                words.problem(
                    kind.rawValue,
                    "\"\(word)\" cannot be part of a file name",
                    remedy: "write up to 64 bytes without / and without blanks at either end"
                )
            }
        }
        return naming
    }
}

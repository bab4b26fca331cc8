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

    /// How results are called, at `names`, a template or the name of a preset, on top of what holds for the folder.
    ///
    /// - Parameter kinds: the words for kinds that somebody wrote, which overrule those of a preset.
    func naming(_ folder: ResultNaming, groups: [String], kinds: [OutputKind: String]) -> ResultNaming {
        var naming = folder
        let text = text("names", example: NameTemplate.standard.text)
        if let preset = text.flatMap({ ResultNaming.presets[$0] }) {
            naming = preset
        } else if let text {
            do throws(NameTemplate.Problem) {
                naming = ResultNaming(template: try NameTemplate(text, groups: groups))
            } catch {
                problem("names", error.message, remedy: error.remedy)
            }
        }
        for (kind, word) in kinds { naming.words[kind] = word == kind.fileWord ? nil : word }
        return naming
    }

    /// The words for kinds at `kinds`, beside those of the folder.
    func kinds(_ folder: [OutputKind: String] = [:]) -> [OutputKind: String] {
        guard let words = table("kinds", keys: OutputKind.all.map(\.rawValue)) else { return folder }
        var kinds = folder
        for kind in OutputKind.all {
            guard let word = words.text(kind.rawValue, example: kind.fileWord) else { continue }
            if !word.isEmpty, word.isPrintable, !word.contains("/"), word == word.trimmed, word.utf8.count <= 64 {
                kinds[kind] = word
            } else {
                words.problem(
                    kind.rawValue,
                    "\"\(word)\" cannot be part of a file name",
                    remedy: "write up to 64 bytes without / and without blanks at either end"
                )
            }
        }
        return kinds
    }
}

import Files
import SystemPackage
package import WorkerProtocol

extension BatchRun.Item {
    /// What `run` says of this image for a recipe: its name once, in front, and then `words`.
    package func line(_ words: String, recipe: String?) -> String {
        let name = label.readable + (recipe.map { " (\($0))" } ?? "")
        return "\(name): \(withoutNames(words))"
    }

    /// The same for a failure: what is wrong, and what to do.
    package func line(_ failure: Failure, recipe: String?) -> String {
        line("\(failure.message); \(failure.remedy)", recipe: recipe)
    }

    /// `words` without the names of this image, which stand in front already.
    private func withoutNames(_ words: String) -> String {
        var words = words
        let names = [path.readable, label.readable, way.readable, path.lastComponent?.readable ?? ""]
        for name in names where !name.isEmpty {
            for beginning in ["\(name): ", "\(name) "] where words.hasPrefix(beginning) {
                words.removeFirst(beginning.count)
            }
            for range in words.ranges(of: name).reversed() where isWhole(range, in: words) {
                words.replaceSubrange(range, with: "it")
            }
        }
        return words
    }

    /// Whether it is no part of a longer name.
    private func isWhole(_ range: Range<String.Index>, in words: String) -> Bool {
        let before = range.lowerBound == words.startIndex ? nil : words[words.index(before: range.lowerBound)]
        let after = range.upperBound == words.endIndex ? nil : words[range.upperBound]
        return (before.map { " ('\"`".contains($0) } ?? true) && (after.map { " )'\"`:;,".contains($0) } ?? true)
    }
}

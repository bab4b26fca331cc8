import Results
import WorkerProtocol

/// Finds names that two kinds of files, or two recipes of a folder, could both have: for some images at least.
struct NameClashes {
    /// What is the same in the names of all images: what they begin with, and what they end with.
    private struct Fixed {
        let head: [UInt8]
        let tail: [UInt8]

        /// Whether there can be images for which these are the same name. Upper and lower case count as equal, as for those who
        /// copy results to Windows.
        func canEqual(_ other: Fixed) -> Bool {
            let heads = [head, other.head].map(Self.folded).sorted { $0.count < $1.count }
            let tails = [tail, other.tail].map(Self.folded).sorted { $0.count < $1.count }
            return heads[1].starts(with: heads[0]) && tails[1].suffix(tails[0].count).elementsEqual(tails[0])
        }

        private static func folded(_ bytes: [UInt8]) -> [UInt8] {
            Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8)
        }
    }

    private let recipes: [RecipeSettings]

    /// Among the recipes of one folder.
    init(_ recipes: [RecipeSettings]) { self.recipes = recipes }

    /// Notes the first clash of each recipe with itself, or with one before it.
    func report(to folder: TableReader) {
        // What the usual names need is said by `RecipeNames`.
        guard recipes.contains(where: { $0.naming != .standard }) else { return }
        let names = recipes.map(Self.names)
        for (index, own) in names.enumerated() {
            let place = "\(folder.path(to: "recipe"))[\(index)]"
            if let (first, second) = Self.clash(own, own, isSame: true) {
                let key = recipes[index].naming.words.isEmpty ? "names" : "kinds"
                folder.elementProblem(
                    "\(place).\(key)",
                    "\(first) and \(second) could have the same file names",
                    remedy: "give each kind a word of its own"
                )
            }
            for (otherIndex, other) in names.enumerated().prefix(index) {
                guard Self.clash(own, other, isSame: false) != nil else { continue }
                folder.elementProblem(
                    "\(place).names",
                    "results could have the same file names as those of \(folder.path(to: "recipe"))[\(otherIndex)]",
                    remedy: "write {recipe} in `names`, or give each recipe `names` of its own"
                )
                break
            }
        }
    }

    private static func clash(
        _ names: [(word: String, fixed: Fixed)],
        _ others: [(word: String, fixed: Fixed)],
        isSame: Bool
    ) -> (String, String)? {
        for (index, name) in names.enumerated() {
            for other in isSame ? others[(index + 1)...] : others[...] where name.fixed.canEqual(other.fixed) {
                return (name.word, other.word)
            }
        }
        return nil
    }

    /// The names of all kinds of files, with what each is called.
    private static func names(of recipe: RecipeSettings) -> [(word: String, fixed: Fixed)] {
        let scheme = recipe.naming.scheme(recipe: recipe.name)
        let (head, tail) = scheme.fixed
        let summary = ("the summary", Fixed(head: head, tail: tail + Array(OutputNames.summaryWord.utf8)))
        return OutputKind.all.map { ($0.rawValue, Fixed(head: head, tail: tail + Array(recipe.naming.word($0).utf8))) }
            + [summary]
    }
}

/// The names of the recipes of one folder; they become part of file names, so two must never make the same one.
struct RecipeNames {
    private let names: [String?]

    /// The names of `recipes`, in order.
    init(_ recipes: [RecipeSettings]) {
        names = recipes.map(\.name)
    }

    /// Notes missing and clashing names in `folder`.
    func report(to folder: TableReader) {
        guard names.count > 1 else { return }
        for (index, name) in names.enumerated() {
            let keyPath = "\(folder.path(to: "recipe"))[\(index)].name"
            guard let name else {
                if folder.lacksName(recipe: index) {
                    folder.elementProblem(
                        keyPath,
                        "is missing; a folder with several recipes needs a name for each",
                        remedy: "add name = \"nuclei\""
                    )
                }
                continue
            }
            for (otherIndex, other) in names.enumerated() where otherIndex != index {
                guard let other else { continue }
                let otherPath = "\(folder.path(to: "recipe"))[\(otherIndex)]"
                if otherIndex < index && name.lowercased() == other.lowercased() {
                    folder.elementProblem(
                        keyPath,
                        "\"\(name)\" is the name of \(otherPath) too",
                        remedy: "give each recipe of a folder a name of its own; upper and lower case count as equal"
                    )
                } else if name.lowercased().hasSuffix("_\(other.lowercased())") {
                    folder.elementProblem(
                        keyPath,
                        "\"\(name)\" ends in _\(other), the name of \(otherPath), so file names could be equal",
                        remedy: "write \"\(name.dropLast(other.count + 1))-\(other)\" or another name"
                    )
                }
            }
        }
    }
}

extension RecipeSettings {
    /// Why a recipe cannot be called so; nil where the name is fit for file names on every file system.
    package static func problem(ofName text: String) -> (message: String, remedy: String)? {
        let isSafe = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        if isSafe, !text.isEmpty, text.utf8.count <= 64, let first = text.first, first.isLetter || first.isNumber {
            return nil
        }
        return (
            "\"\(text)\" cannot be part of a file name everywhere",
            "use up to 64 of a-z, A-Z, 0-9, - and _, beginning with a letter or digit"
        )
    }
}

extension TableReader {
    /// The name of a recipe at `key`, fit for file names on every file system.
    func recipeName(_ key: String) -> String? {
        guard let text = text(key, example: "nuclei") else { return nil }
        guard let problem = RecipeSettings.problem(ofName: text) else { return text }
        self.problem(key, problem.message, remedy: problem.remedy)
        return nil
    }

    /// Whether recipe `index` of this folder says nothing about its name, as opposed to something unusable.
    fileprivate func lacksName(recipe index: Int) -> Bool {
        !holds("name", inElement: index, of: "recipe")
    }
}

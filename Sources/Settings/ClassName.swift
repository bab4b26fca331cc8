/// What a class of a recipe may be called.
package enum ClassName {
    /// The most bytes of a name.
    private static let longest = 64

    /// What is wrong with `names`, the first of which is class 1's, and what to do; nil where nothing is.
    package static func problem(of names: [String]) -> (index: Int?, message: String, remedy: String)? {
        guard !names.isEmpty else {
            return (nil, "names no class", "write \(example), or leave it out")
        }
        guard names.count <= 255 else { return (nil, "has \(names.count) names", "write at most 255") }
        for (index, name) in names.enumerated() {
            if name.isEmpty || name != name.trimmed || !name.isPrintable || name.utf8.count > longest {
                return (index, "\"\(name)\" is no name", "write a word or two, up to \(longest) bytes")
            }
            if names[..<index].contains(name) {
                let first = (names.firstIndex(of: name) ?? 0) + 1
                return (index, "\"\(name)\" is the name of class \(first) too", "give each class a name of its own")
            }
        }
        return nil
    }

    /// Names that somebody chose elsewhere, the first of which is class 1's, as near to them as `problem(of:)` allows: what cannot
    /// be shown is left out, a long name ends early, and one that is there already is told apart by its number.
    package static func usable(_ names: [String]) -> [String] {
        var usable: [String] = []
        for (index, name) in names.prefix(255).enumerated() {
            let shown = String(String.UnicodeScalarView(name.unicodeScalars.filter { String($0).isPrintable }))
            var text = shown.shortened(toBytes: longest).trimmed
            if text.isEmpty { text = "class \(index + 1)" }
            if usable.contains(text) {
                let number = " (\(index + 1))"
                text = text.shortened(toBytes: longest - number.utf8.count).trimmed + number
            }
            while usable.contains(text) { text += "'" }
            usable.append(text)
        }
        return usable
    }

    private static let example = #"class_names = ["background", "nuclei"]"#
}

extension String {
    /// As many of its first characters as `bytes` have room for.
    fileprivate func shortened(toBytes bytes: Int) -> String {
        var text = self
        while text.utf8.count > bytes { text.removeLast() }
        return text
    }
}

extension TableReader {
    /// The names of classes at `key`, from class 1.
    func classNames(_ key: String) -> [String]? {
        guard let elements = texts(key, example: "\"background\", \"nuclei\"") else { return nil }
        guard let problem = ClassName.problem(of: elements.map(\.text)) else { return elements.map(\.text) }
        if let index = problem.index {
            elementProblem(elements[index].keyPath, problem.message, remedy: problem.remedy)
        } else {
            self.problem(key, problem.message, remedy: problem.remedy)
        }
        return nil
    }
}

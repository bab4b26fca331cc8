import Imaging

/// What colours the classes of a recipe may have.
package enum ClassColor {
    /// What is wrong with `texts`, the first of which is class 1's, and what to do; nil where nothing is.
    package static func problem(of texts: [String]) -> (index: Int?, message: String, remedy: String)? {
        guard !texts.isEmpty else { return (nil, "names no colour", "write \(example), or leave it out") }
        guard texts.count <= 255 else { return (nil, "has \(texts.count) colours", "write at most 255") }
        for (index, text) in texts.enumerated() where ClassPalette.Color(text: text) == nil {
            return (index, "\"\(text)\" is no colour", "write red, green and blue in hexadecimal: \"#ff8800\"")
        }
        return nil
    }

    private static let example = ##"class_colors = ["#999999", "#ff8800"]"##
}

extension TableReader {
    /// The colours of classes at `key`, from class 1.
    func classColors(_ key: String) -> [ClassPalette.Color]? {
        guard let elements = texts(key, example: ##""#999999", "#ff8800""##) else { return nil }
        guard let problem = ClassColor.problem(of: elements.map(\.text)) else {
            return elements.compactMap { ClassPalette.Color(text: $0.text) }
        }
        if let index = problem.index {
            elementProblem(elements[index].keyPath, problem.message, remedy: problem.remedy)
        } else {
            self.problem(key, problem.message, remedy: problem.remedy)
        }
        return nil
    }
}

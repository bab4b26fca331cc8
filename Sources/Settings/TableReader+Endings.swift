import Files
import Results
import WorkerProtocol

extension TableReader {
    /// What the names of images end with, at `key`.
    func imageEndings(_ key: String) -> ImageEndings? {
        guard let elements = texts(key, example: "\".tif\", \".tiff\"") else { return nil }
        if elements.isEmpty {
            problem(key, "is empty, so there would be no image", remedy: "write \(key) = [\".tif\", \".tiff\"]")
        }
        for (index, (keyPath, text)) in elements.enumerated() {
            if let finding = ImageEndings.problem(of: text) {
                elementProblem(keyPath, "\"\(text)\" \(finding)", remedy: ImageEndings.remedy)
            } else if elements[..<index].contains(where: { $0.text.lowercased() == text.lowercased() }) {
                elementProblem(keyPath, "\"\(text)\" is listed twice, in any case", remedy: "leave one out")
            }
        }
        return ImageEndings(elements.map(\.text))
    }
}

extension ImageEndings {
    /// What to do about one that is none.
    package static let remedy = "write what names end with, from its dot: \".tif\", \".stk\""
    /// What results end with that are no TIFFs: they would be taken for images.
    private static let ofResults = Set(OutputKind.all.map { ".\($0.format.fileExtension)" }).subtracting([".tif"])

    /// Why `text` cannot be the ending of images; nil where it can.
    package static func problem(of text: String) -> String? {
        if !text.hasPrefix(".") { return "does not begin with a dot" }
        if text.utf8.count < 2 || text.utf8.count > 32 || text.hasSuffix(".") { return "is no ending of a name" }
        if text.contains("/") || text != text.trimmed || !text.isPrintable {
            return "holds what the ending of a name cannot hold"
        }
        return ofResults.contains(text.lowercased()) || text.lowercased() == ".json"
            ? "is what results end with" : nil
    }
}

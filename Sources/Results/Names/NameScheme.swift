import Files
import SystemPackage
package import WorkerProtocol

/// How results are called: a template, and words for the kinds of files.
package struct ResultNaming: Sendable, Hashable {
    /// The names where nobody asks for others.
    package static let standard = ResultNaming()

    package var template: NameTemplate
    /// Words in the place of those that kinds have by themselves.
    package var words: [OutputKind: String]

    /// By a template, and words where they are others than usual.
    package init(template: NameTemplate = .standard, words: [OutputKind: String] = [:]) {
        (self.template, self.words) = (template, words)
    }

    /// What the name of a file of a kind ends with, behind the separator.
    package func word(_ kind: OutputKind) -> String {
        "\(words[kind] ?? kind.fileWord).\(kind.format.fileExtension)"
    }

    /// The names for a recipe, and for an image with such groups.
    package func scheme(recipe: String?, values: [String: [UInt8]] = [:]) -> NameScheme {
        NameScheme(self, recipe: recipe, values: values)
    }
}

/// How the results of one recipe are called, where only the stem of the image is open.
package struct NameScheme: Sendable, Hashable {
    enum Piece: Sendable, Hashable {
        /// With `isFixed` the same for all images.
        case text([UInt8], isFixed: Bool)
        case stem
    }

    /// The recipe's name; nil for the only recipe of a folder.
    package let recipe: String?
    private let naming: ResultNaming
    /// Up to the last piece that depends on the image.
    private let front: [Piece]
    /// What is the same for all images behind it, up to the separator.
    private let tail: [UInt8]
    private let joint: [UInt8]
    /// The longest ending that an output can have.
    private let longestEnding: Int

    fileprivate init(_ naming: ResultNaming, recipe: String?, values: [String: [UInt8]]) {
        (self.recipe, self.naming) = (recipe, naming)
        let (pieces, joint) = naming.template.filled(recipe: recipe, values: values)
        let last = pieces.lastIndex { if case .text(_, isFixed: true) = $0 { false } else { true } } ?? -1
        front = Array(pieces[...last])
        tail = pieces[(last + 1)...].flatMap { piece -> [UInt8] in
            if case .text(let bytes, _) = piece { bytes } else { [] }
        }
        self.joint = joint
        let words = OutputKind.all.map { naming.word($0).utf8.count + joint.count }
        longestEnding = max(OutputNames.longestEnding, words.max() ?? 0)
    }

    /// What is the same for all images: what names begin with, and what stands before the word for a kind.
    package var fixed: (head: [UInt8], tail: [UInt8]) {
        var head: [UInt8] = []
        for piece in front {
            guard case .text(let bytes, isFixed: true) = piece else { break }
            head += bytes
        }
        return (head, tail + joint)
    }

    /// What the name of a file of a kind ends with.
    package func ending(_ kind: OutputKind) -> [UInt8] { joint + Array(naming.word(kind).utf8) }

    /// What the name of a summary ends with.
    var summaryEnding: [UInt8] { joint + Array(OutputNames.summaryWord.utf8) }

    /// What the names of the results of an image begin with, the part that depends on the image shortened so that the longest
    /// ending fits as well.
    ///
    /// - Parameter stem: what stands for `{stem}`.
    func prefix(_ stem: [UInt8]) -> [UInt8] {
        let front = front.flatMap { piece -> [UInt8] in
            switch piece {
            case .text(let bytes, _): bytes
            case .stem: stem
            }
        }
        let room = FilePath.Component.maximumLength - longestEnding
        guard front.count + tail.count > room else { return front + tail }
        let digest = Array("~\(FileDigest.sha256(front).prefix(10))".utf8)
        let tail = tail.shortened(to: room / 2)
        return front.shortened(to: room - digest.count - tail.count) + digest + tail
    }
}

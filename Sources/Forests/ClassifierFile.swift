/// An APOC classifier as data: header, forest and output (spec/apoc.md, section 1). The file's code is never compiled.
package struct ClassifierFile: Sendable, Hashable {
    package var header: ClassifierHeader
    package var forest: RandomForest
    package var output: ForestOutput

    /// Bytes of the largest file that is read; 100 trees of depth 10 take less than one megabyte.
    package static let largestSize = 256 << 20

    /// Parses the bytes of a classifier file; `name` stands in messages.
    ///
    /// - Throws: at the first byte that is not as APOC writes it, with line, column and what was expected.
    package init(parsing bytes: [UInt8], name: String) throws(ClassifierFileError) {
        guard bytes.count <= Self.largestSize else {
            throw .tooLarge(file: name, line: 1, column: 1, limit: "more than \(Self.largestSize >> 20) MiB of text")
        }
        var cursor = GrammarCursor(bytes: bytes, file: name)
        try cursor.skipComment()
        header = try HeaderReader(cursor: cursor).header()
        let signature = try KernelSignature(parsing: &cursor)
        forest = try ForestParser.forest(&cursor, signature: signature)
        output = try KernelFooter.output(&cursor, classCount: signature.classCount)
    }
}

package import Forests

/// An APOC classifier file as it is written (README.md); its C code is read, never compiled.
package struct APOCFile: Sendable, Hashable {
    package var header: APOCHeader
    package var forest: RandomForest
    package var output: ForestOutput

    /// Parses the bytes of a classifier file; `name` stands in messages.
    ///
    /// - Throws: at the first byte that is not as APOC writes it, with line, column and what was expected.
    package init(parsing bytes: [UInt8], name: String) throws(ClassifierError) {
        var cursor = GrammarCursor(bytes: bytes, file: name)
        try cursor.skipComment()
        header = try HeaderReader(cursor: cursor).header()
        let signature = try KernelSignature(parsing: &cursor)
        forest = try ForestParser.forest(&cursor, signature: signature)
        output = try KernelFooter.output(&cursor, classCount: signature.classCount)
    }
}

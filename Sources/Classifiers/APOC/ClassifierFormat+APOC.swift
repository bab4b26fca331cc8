extension ClassifierFormat {
    /// The `.cl` files of APOC, which begin with a comment in C.
    static let apoc = ClassifierFormat(
        name: "APOC",
        fileExtension: "cl",
        recognises: { start in
            start.drop { GrammarCursor.isBlank($0) || GrammarCursor.isLineEnd($0) }.starts(with: "/*".utf8)
        },
        parse: { bytes, name throws(ClassifierError) in
            try TrainedClassifier(APOCFile(parsing: bytes, name: name))
        }
    )
}

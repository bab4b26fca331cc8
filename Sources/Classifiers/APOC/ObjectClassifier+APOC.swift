import Measurement

extension ObjectClassifier {
    /// APOC's own choice for an ObjectSelector whose file names no class.
    private static let standardPositiveClass = 2

    /// The classifier of objects in an APOC file.
    ///
    /// - Throws: what APOC itself refuses, when it loads the file or when it applies it.
    init(_ file: APOCFile, kind: ObjectClassifierKind) throws(ClassifierError) {
        guard case .classMap = file.output else { throw .probabilityOfObjects(kind) }
        let header = file.header
        let inputs: ObjectInputs
        let names: [String]
        do throws(ObjectFeatureError) {
            (inputs, names) = try Self.inputs(of: header.featureSpecification, kind: kind)
        } catch {
            throw .objectFeatures(error)
        }
        try self.init(
            kind: kind,
            inputs: inputs,
            featureNames: names,
            forest: file.forest,
            positiveClass: kind == .objectSelector ? header.positiveClass ?? Self.standardPositiveClass : nil,
            training: ClassifierTraining(
                software: ClassifierFormat.apoc.name,
                version: header.apocVersion,
                featureSpecification: header.featureSpecification,
                featureImportances: header.featureImportances
            ),
            remarks: header.remarks(on: file.forest)
        )
    }

    /// The features that a specification names, split at single blanks; only a TableRowClassifier splits at commas too.
    private static func inputs(
        of specification: String,
        kind: ObjectClassifierKind
    ) throws(ObjectFeatureError) -> (ObjectInputs, [String]) {
        func isSeparator(_ character: Character) -> Bool {
            character == " " || (kind == .tableRowClassifier && character == ",")
        }
        let names = specification.split(omittingEmptySubsequences: false, whereSeparator: isSeparator).map(String.init)
        if names.contains("") { throw .emptyName }
        switch kind {
        case .objectClassifier, .objectSelector:
            var features: [ObjectFeature] = []
            for name in names { features.append(try ObjectFeature(named: name)) }
            return (.objects(features), names)
        case .objectMerger:
            var features: [PairFeature] = []
            for name in names { features.append(try PairFeature(named: name)) }
            return (.pairs(features), names)
        case .tableRowClassifier:
            return (.columns(names), names)
        }
    }
}

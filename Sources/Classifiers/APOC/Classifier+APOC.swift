import Features
import Forests

extension Classifier {
    /// The classifier in an APOC file; what the header does not say, header and forest imply.
    package init(_ file: APOCFile) throws(ClassifierError) {
        let header = file.header
        let probabilityClass: Int? =
            switch file.output {
            case .probability(let number): number
            case .classMap: nil
            }
        let kind = try Self.kind(of: header, computesProbability: probabilityClass != nil)
        // A deliberate extension: without the entry, APOC 0.12 takes an image for a list of rows; here such a file is
        // applied to planes, as the versions that wrote it did.
        let dimensions = header.groundTruthDimensions
        if let dimensions, dimensions != 2, dimensions != 3 { throw .dimensions(dimensions) }
        let specification: FeatureSpecification
        let plan: FeaturePlan
        do {
            specification = try FeatureSpecification(parsing: header.featureSpecification)
            plan = try FeaturePlan(specification, dimensions: dimensions ?? 2)
        } catch {
            throw .features(error)
        }
        try self.init(
            kind: kind,
            plan: plan,
            forest: file.forest,
            dimensions: dimensions,
            positiveClass: kind == .objectSegmenter ? header.positiveClass : nil,
            probabilityClass: probabilityClass,
            training: ClassifierTraining(
                software: ClassifierFormat.apoc.name,
                version: header.apocVersion,
                featureSpecification: header.featureSpecification,
                ignoredTokens: specification.ignoredTokens,
                featureImportances: header.featureImportances
            ),
            remarks: Self.remarks(on: header, forest: file.forest)
        )
    }

    /// What to say of the header: dimensions that are not there, and counts that differ from those of the forest.
    private static func remarks(on header: APOCHeader, forest: RandomForest) -> [String] {
        let ofDimensions =
            "the classifier does not say how many dimensions it was trained on and is applied to planes; if it was"
            + " volumes, add the line `num_ground_truth_dimensions = 3` to its header"
        return (header.groundTruthDimensions == nil ? [ofDimensions] : []) + header.remarks(on: forest)
    }

    /// A forest's footer decides for old files without a name, and for a PixelClassifier that computes a probability.
    private static func kind(
        of header: APOCHeader,
        computesProbability: Bool
    ) throws(ClassifierError) -> ClassifierKind {
        switch header.className {
        case nil:
            if computesProbability { return .probabilityMapper }
            return header.positiveClass == nil ? .pixelClassifier : .objectSegmenter
        case .pixelClassifier:
            return computesProbability ? .probabilityMapper : .pixelClassifier
        case .probabilityMapper:
            return .probabilityMapper
        case .objectSegmenter:
            if computesProbability { throw .probabilityInSegmenter }
            return .objectSegmenter
        case .objectClassifier: throw .classifiesObjects(.objectClassifier)
        case .objectSelector: throw .classifiesObjects(.objectSelector)
        case .objectMerger: throw .classifiesObjects(.objectMerger)
        case .tableRowClassifier: throw .classifiesObjects(.tableRowClassifier)
        }
    }
}

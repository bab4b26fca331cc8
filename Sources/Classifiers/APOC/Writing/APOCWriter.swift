package import Forests

/// Writes a forest as APOC does, to the byte (README.md): what a header says, and what becomes of the votes.
package struct APOCWriter: Sendable, Hashable {
    /// The class that opens the file.
    package var className: APOCClass
    /// The features as they were asked for, with every blank.
    package var featureSpecification: String
    /// Dimensions of the annotations: 2 or 3; 1 for objects and tables, 2 for pairs of objects.
    package var groundTruthDimensions: Int
    /// The depth that was asked for; trees need not reach it.
    package var maximumDepth: Int
    /// The class whose pixels or objects are taken; only segmenters and selectors have one.
    package var positiveClass: Int?
    /// What is written for each pixel.
    package var output: ForestOutput
    /// The version whose files these equal.
    package var apocVersion = "0.12.0"

    /// A writer of classifiers of that class.
    package init(
        className: APOCClass,
        featureSpecification: String,
        groundTruthDimensions: Int,
        maximumDepth: Int,
        positiveClass: Int? = nil,
        output: ForestOutput = .classMap
    ) {
        (self.className, self.featureSpecification) = (className, featureSpecification)
        (self.groundTruthDimensions, self.maximumDepth) = (groundTruthDimensions, maximumDepth)
        (self.positiveClass, self.output) = (positiveClass, output)
    }

    /// The bytes of the file.
    ///
    /// - Throws: `probabilityClass` where the forest has no such class.
    package func bytes(of forest: GrownForest) throws(ClassifierError) -> [UInt8] {
        if case .probability(let number) = output, !(1...forest.classCount).contains(number) {
            throw .probabilityClass(number, classCount: forest.classCount)
        }
        var text = ForestWriter()
        writeHeader(forest, to: &text)
        writeOpening(forest, to: &text)
        for tree in forest.trees { text.write(tree, classCount: forest.classCount) }
        writeFooter(classCount: forest.classCount, to: &text)
        return text.bytes
    }

    private func writeHeader(_ forest: GrownForest, to text: inout ForestWriter) {
        text.line("/*")
        text.line("OpenCL RandomForestClassifier")
        text.line("classifier_class_name = \(className.rawValue)")
        text.line("feature_specification = \(featureSpecification)")
        text.line("num_ground_truth_dimensions = \(groundTruthDimensions)")
        text.line("num_classes = \(forest.classCount)")
        text.line("num_features = \(forest.featureCount)")
        text.line("max_depth = \(maximumDepth)")
        text.line("num_trees = \(forest.trees.count)")
        let importances = forest.importances.map { NumberText.of($0) }
        text.line("feature_importances = \(importances.joined(separator: ","))")
        if let positiveClass { text.line("positive_class_identifier = \(positiveClass)") }
        text.line("apoc_version = \(apocVersion)")
        text.line("*/")
    }

    private func writeOpening(_ forest: GrownForest, to text: inout ForestWriter) {
        let inputs = (0..<forest.featureCount).map { "IMAGE_in\($0)_TYPE in\($0), " }.joined()
        text.line("__kernel void predict (\(inputs)IMAGE_out_TYPE out) {")
        text.line(
            " sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;"
        )
        for (axis, name) in ["x", "y", "z"].enumerated() { text.line(" const int \(name) = get_global_id(\(axis));") }
        for input in 0..<forest.featureCount {
            text.line(" float i\(input) = READ_IMAGE(in\(input), sampler, POS_in\(input)_INSTANCE(x,y,z,0)).x;")
        }
        for number in 0..<forest.classCount { text.line(" float s\(number)=0;") }
    }

    private func writeFooter(classCount: Int, to text: inout ForestWriter) {
        switch output {
        case .classMap:
            text.line(" float max_s=s0;")
            text.line(" int cls=1;")
            for number in 1..<classCount {
                text.line(" if (max_s < s\(number)) {")
                text.line("  max_s = s\(number);")
                text.line("  cls=\(number + 1);")
                text.line(" }")
            }
            text.line(" WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);")
        case .probability(let own):
            text.line(" float sum_s=s0;")
            text.line(" int cls=1;")
            for number in 1..<classCount { text.line(" sum_s = sum_s + s\(number);") }
            text.line(" WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), s\(own - 1) / sum_s);")
        }
        text.line("}")
    }
}

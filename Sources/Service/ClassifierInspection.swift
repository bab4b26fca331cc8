import Features
import Forests
package import Pipeline
import Results
import Segmentation

/// What a classifier file is and whether this build runs it, in words and for machines.
package struct ClassifierInspection: Sendable, Codable, Equatable {
    package var file: String
    package var sha256: String
    package var classifierClass: String
    package var featureSpecification: String
    /// Each feature with its importance as the training wrote it; nil where the file gives none.
    package var features: [Feature]
    package var ignoredTokens: [String]
    /// Which features are not APOC's to the last bit, and why.
    package var deviations: [String]
    /// What is odd about the file, in the words of the summaries.
    package var warnings: [String]
    package var channelsNeeded: Int
    package var dimensions: Int?
    package var trees: Int
    package var splits: Int
    package var depth: Int
    package var classes: Int
    package var positiveClass: Int?
    package var probabilityOfClass: Int?
    package var apocVersion: String?

    /// One input of the forest, counted within one channel.
    package struct Feature: Sendable, Codable, Equatable {
        package var name: String
        package var importances: [Double]
    }

    /// Describes the classifier in `bytes`.
    ///
    /// - Throws: why this build does not run it, with file, line and column where the file is at fault.
    package init(bytes: [UInt8], name: String) throws(ImageFailure) {
        let file: ClassifierFile
        do { file = try ClassifierFile(parsing: bytes, name: name) } catch { throw ImageFailure(classifier: error) }
        let classifier: Classifier
        do { classifier = try Classifier(file: file) } catch { throw ImageFailure(classifier: error) }
        let header = file.header
        let count = classifier.plan.outputs.count
        self.file = name
        sha256 = FileDigest.sha256(bytes)
        classifierClass = classifier.kind.rawValue
        featureSpecification = header.featureSpecification
        features = classifier.plan.names.enumerated().map { index, name in
            // Channel-major: feature k of channel c is input c × count + k.
            let inputs = stride(from: index, to: classifier.forest.featureCount, by: max(count, 1))
            return Feature(
                name: name,
                importances: inputs.filter(header.featureImportances.indices.contains).map {
                    header.featureImportances[$0]
                }
            )
        }
        ignoredTokens = (try? FeatureSpecification(parsing: featureSpecification))?.ignoredTokens ?? []
        deviations = classifier.plan.approximations
        warnings = classifier.remarks
        channelsNeeded = classifier.channelCount
        dimensions = header.groundTruthDimensions
        trees = classifier.forest.roots.count
        splits = classifier.forest.splitCount
        depth = classifier.forest.depth
        classes = classifier.forest.classCount
        positiveClass = classifier.positiveClass
        probabilityOfClass = classifier.probabilityClass
        apocVersion = header.apocVersion
    }

    /// The report for people, one fact a line.
    package var text: String {
        var lines = [
            "\(file): \(classifierClass), which this build runs",
            "  sha256      \(sha256)",
            "  trained by  APOC \(apocVersion ?? "(no version given)")",
            "  forest      \(trees) trees, depth \(depth), \(splits) splits, \(classes) classes",
            "  image       \(dimensions.map { "\($0)D" } ?? "planes (the file gives no dimensions)"), "
                + "\(channelsNeeded) channel(s)",
        ]
        if let positiveClass { lines.append("  objects     class \(positiveClass)") }
        if let probabilityOfClass { lines.append("  probability of class \(probabilityOfClass)") }
        lines.append("  features    \(features.count) a channel, with the importance the training gave them:")
        for feature in features {
            let importances = feature.importances.map { "\(($0 * 10_000).rounded() / 10_000)" }
            lines.append("    \(feature.name)  \(importances.isEmpty ? "–" : importances.joined(separator: ", "))")
        }
        for token in ignoredTokens { lines.append("  note        \"\(token)\" is ignored, as APOC ignores it") }
        for warning in warnings { lines.append("  warning     \(warning)") }
        for deviation in deviations { lines.append("  note        \(deviation)") }
        return lines.joined(separator: "\n")
    }
}

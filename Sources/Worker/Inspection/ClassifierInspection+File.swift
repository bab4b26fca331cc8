import Features
import Forests
import Files
import Segmentation
import WorkerProtocol

extension ClassifierInspection {
    /// Describes the classifier in `bytes`.
    ///
    /// - Throws: why this build does not run it, with file, line and column where the file is at fault.
    init(bytes: [UInt8], name: String) throws(ImageFailure) {
        let file: ClassifierFile
        do { file = try ClassifierFile(parsing: bytes, name: name) } catch { throw ImageFailure(classifier: error) }
        let classifier: Classifier
        do { classifier = try Classifier(file: file) } catch { throw ImageFailure(classifier: error) }
        let header = file.header
        let forest = classifier.forest
        let count = classifier.plan.outputs.count
        self.init(
            file: name,
            sha256: FileDigest.sha256(bytes),
            classifierClass: classifier.kind.rawValue,
            featureSpecification: header.featureSpecification,
            features: classifier.plan.names.enumerated().map { index, name in
                // Channel-major: feature k of channel c is input c × count + k.
                let inputs = stride(from: index, to: forest.featureCount, by: max(count, 1))
                let known = inputs.filter(header.featureImportances.indices.contains)
                return Feature(name: name, importances: known.map { header.featureImportances[$0] })
            },
            ignoredTokens: (try? FeatureSpecification(parsing: header.featureSpecification))?.ignoredTokens ?? [],
            deviations: classifier.plan.approximations,
            warnings: classifier.remarks,
            channelsNeeded: classifier.channelCount,
            dimensions: header.groundTruthDimensions,
            trees: forest.roots.count,
            splits: forest.splitCount,
            depth: forest.depth,
            classes: forest.classCount,
            positiveClass: classifier.positiveClass,
            probabilityOfClass: classifier.probabilityClass,
            apocVersion: header.apocVersion
        )
    }
}

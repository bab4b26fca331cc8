import Classifiers
import Features
import Files
import Forests
import WorkerProtocol

extension ClassifierInspection {
    /// Describes the classifier in `bytes`.
    ///
    /// - Throws: why this build does not run it, with file, line and column where the file is at fault.
    init(bytes: [UInt8], name: String) throws(Failure) {
        let classifier = try Classifier(bytes: bytes, name: name)
        let (training, forest) = (classifier.training, classifier.forest)
        let importances = training?.featureImportances ?? []
        let count = classifier.plan.outputs.count
        self.init(
            file: name,
            sha256: FileDigest.sha256(bytes),
            classifierClass: classifier.kind.rawValue,
            featureSpecification: training?.featureSpecification ?? "",
            features: classifier.plan.names.enumerated().map { index, name in
                // Channel-major: feature k of channel c is input c × count + k.
                let inputs = stride(from: index, to: forest.featureCount, by: max(count, 1))
                let known = inputs.filter(importances.indices.contains)
                return Feature(name: name, importances: known.map { importances[$0] })
            },
            ignoredTokens: training?.ignoredTokens ?? [],
            deviations: classifier.plan.deviations,
            warnings: classifier.remarks,
            channelsNeeded: classifier.channelCount,
            dimensions: classifier.dimensions,
            trees: forest.roots.count,
            splits: forest.splitCount,
            depth: forest.depth,
            classes: forest.classCount,
            positiveClass: classifier.positiveClass,
            probabilityOfClass: classifier.probabilityClass,
            apocVersion: training?.version
        )
    }
}

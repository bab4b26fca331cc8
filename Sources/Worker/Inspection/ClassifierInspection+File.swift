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
        switch try TrainedClassifier(bytes: bytes, name: name) {
        case .pixels(let classifier): self.init(classifier, bytes: bytes, name: name)
        case .objects(let classifier): self.init(classifier, bytes: bytes, name: name)
        }
    }

    private init(_ classifier: ObjectClassifier, bytes: [UInt8], name: String) {
        let importances = classifier.training?.featureImportances ?? []
        self.init(
            file: name,
            sha256: FileDigest.sha256(bytes),
            classifierClass: classifier.kind.rawValue,
            featureSpecification: classifier.training?.featureSpecification ?? "",
            features: classifier.featureNames.enumerated().map { index, name in
                Feature(name: name, importances: importances.indices.contains(index) ? [importances[index]] : [])
            },
            ignoredTokens: classifier.training?.ignoredTokens ?? [],
            deviations: [],
            warnings: classifier.remarks,
            channelsNeeded: nil,
            dimensions: nil,
            trees: classifier.forest.roots.count,
            splits: classifier.forest.splitCount,
            depth: classifier.forest.depth,
            classes: classifier.forest.classCount,
            positiveClass: classifier.positiveClass,
            probabilityOfClass: nil,
            apocVersion: classifier.training?.version
        )
    }

    private init(_ classifier: Classifier, bytes: [UInt8], name: String) {
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

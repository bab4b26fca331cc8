import Classifiers
import Features
import Forests
package import WorkerProtocol

extension ClassifierInspection {
    /// Describes a classifier.
    ///
    /// - Throws: why this build does not run it, with file, line and column where the file is at fault.
    init(_ content: ClassifierContent) throws(Failure) {
        switch try content.classifier() {
        case .pixels(let classifier):
            self.init(classifier, sha256: content.sha256, name: content.name)
            project = content.project.map { ProjectInspection($0, classifier) }
            // The version is ilastik's.
            if classifier.training?.software != "APOC" { apocVersion = nil }
        case .objects(let classifier):
            self.init(classifier, sha256: content.sha256, name: content.name)
        }
    }

    /// Describes the classifier in `bytes`.
    ///
    /// - Throws: why this build does not run it, with file, line and column where the file is at fault.
    package init(bytes: [UInt8], name: String) throws(Failure) {
        try self.init(try ClassifierContent(bytes: bytes, name: name))
    }

    private init(_ classifier: ObjectClassifier, sha256: String, name: String) {
        let importances = Self.importances(classifier.training)
        let shares = classifier.forest.splitShares
        self.init(
            file: name,
            sha256: sha256,
            classifierClass: classifier.kind.rawValue,
            featureSpecification: classifier.training?.featureSpecification ?? "",
            features: classifier.featureNames.enumerated().map { index, name in
                Feature(
                    name: name,
                    importances: importances.indices.contains(index) ? [importances[index]] : [],
                    splitShares: shares.indices.contains(index) ? [shares[index]] : []
                )
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

    private init(_ classifier: Classifier, sha256: String, name: String) {
        let (training, forest) = (classifier.training, classifier.forest)
        let importances = Self.importances(training)
        let shares = forest.splitShares
        let count = classifier.plan.outputs.count
        self.init(
            file: name,
            sha256: sha256,
            classifierClass: classifier.kind.rawValue,
            featureSpecification: training?.featureSpecification ?? "",
            features: classifier.plan.names.enumerated().map { index, name in
                // Channel-major: feature k of channel c is input c × count + k.
                let inputs = stride(from: index, to: forest.featureCount, by: max(count, 1))
                let known = inputs.filter(importances.indices.contains)
                return Feature(
                    name: name,
                    importances: known.map { importances[$0] },
                    splitShares: inputs.map { shares[$0] }
                )
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

    /// What the file gives as importances; nothing where they are no numbers: APOC writes `nan` where no split gains anything.
    private static func importances(_ training: ClassifierTraining?) -> [Double] {
        let importances = training?.featureImportances ?? []
        return importances.allSatisfy(\.isFinite) ? importances : []
    }
}

import Features
import Forests
package import Imaging

extension Classifier {
    /// The classifier of a project.
    ///
    /// - Throws: where a scale cannot be computed.
    package init(_ project: IlastikProject) throws(ClassifierError) {
        try self.init(
            project.stages,
            version: project.version,
            classes: project.classes,
            remarks: project.remarks
        )
    }

    /// The classifier that an extract holds.
    ///
    /// - Parameters:
    ///   - version: ilastik's, where it is known.
    ///   - classes: how the project calls and shows the classes, where that is known.
    /// - Throws: where a scale cannot be computed.
    package init(
        _ stages: PixelStages,
        version: String? = nil,
        classes: [ClassMark] = [],
        remarks: [String] = []
    ) throws(ClassifierError) {
        var earlier: [Classifier] = []
        for (number, stage) in stages.stages.enumerated() {
            let plan: FeaturePlan
            do { plan = try FeaturePlan(stage.selection, dimensions: stages.dimensions) } catch {
                throw .features(error)
            }
            let isLast = number == stages.stages.count - 1
            let classifier = try Classifier(
                kind: .pixelClassifier,
                plan: plan,
                forest: stage.forest,
                dimensions: stages.dimensions,
                training: ClassifierTraining(
                    software: "ilastik",
                    version: version,
                    featureSpecification: stage.selection.words(dimensions: stages.dimensions),
                    classes: isLast ? classes : []
                ),
                remarks: isLast ? remarks : [],
                earlierStages: isLast ? earlier : []
            )
            earlier.append(classifier)
        }
        guard let last = earlier.last else { throw .stages("there are none") }
        self = last
    }
}

extension FeatureSelection {
    /// The selection in one line: `GaussianSmoothing=0.3 HessianOfGaussianEigenvalues=1.6/2d`.
    func words(dimensions: Int) -> String {
        entries.map { "\($0.kind.rawValue)=\($0.sigma)\($0.isPlanar && dimensions > 2 ? "/2d" : "")" }
            .joined(separator: " ")
    }
}

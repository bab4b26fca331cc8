import Classifiers
import Features
import Forests
import Imaging
import WorkerProtocol

extension ProjectInspection {
    /// What there is to tell of a project, whose classifier is `classifier`.
    init(_ project: IlastikProject, _ classifier: Classifier) {
        self.init(
            workflow: project.workflow,
            version: project.version,
            classes: project.classes,
            images: project.lanes.map { TrainingImage(name: $0.name, axes: $0.axes, shape: $0.shape) },
            stages: (classifier.earlierStages + [classifier]).enumerated().map { number, stage in
                Stage(project.stages.stages[number].selection, stage, channels: project.stages.channelsOfStage(number))
            },
            thresholds: project.thresholds.map { "steps = [ \($0.recipeText) ]" }
        )
    }
}

extension ProjectInspection.Stage {
    /// What there is to tell of a stage.
    fileprivate init(_ selection: FeatureSelection, _ classifier: Classifier, channels: Int) {
        let (plan, forest) = (classifier.plan, classifier.forest)
        // A scale that is chosen both ways is two columns.
        let columns = Set(selection.entries.map { Column(sigma: $0.sigma, isPlanar: $0.isPlanar) })
            .sorted { ($0.sigma, $0.isPlanar ? 1 : 0) < ($1.sigma, $1.isPlanar ? 1 : 0) }
        let shares = forest.splitShares
        let counts = forest.splitCounts.reduce(into: [Int](repeating: 0, count: forest.featureCount)) { sums, counts in
            for (input, count) in counts.enumerated() { sums[input] += count }
        }
        let all = Double(max(counts.reduce(0, +), 1))
        self.init(
            scales: columns.map(\.sigma),
            isPlanar: columns.map { $0.isPlanar && plan.dimensions > 2 },
            rows: FeatureSelection.Kind.allCases.map { kind in
                ProjectInspection.Row(
                    feature: kind.rawValue,
                    chosen: columns.map { column in
                        selection.entries.contains {
                            $0.kind == kind && $0.sigma == column.sigma && $0.isPlanar == column.isPlanar
                        }
                    }
                )
            },
            channels: channels,
            features: plan.names.enumerated().map { index, name in
                let inputs = stride(from: index, to: forest.featureCount, by: max(plan.names.count, 1))
                return ClassifierInspection.Feature(
                    name: name,
                    importances: [],
                    splitShares: inputs.map { shares[$0] },
                    use: inputs.map { Double(counts[$0]) / all }
                )
            },
            forests: max(forest.forestSizes.count, 1),
            trees: forest.roots.count,
            splits: forest.splitCount,
            depth: forest.depth,
            classes: forest.classCount
        )
    }

    /// A column of the matrix.
    private struct Column: Hashable {
        var sigma: Double
        var isPlanar: Bool
    }
}

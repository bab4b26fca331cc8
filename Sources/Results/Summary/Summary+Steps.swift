import Files
import Imaging
package import WorkerProtocol

extension Summary {
    /// A step of the recipe, as it was done.
    package struct Step: Sendable, Equatable, Codable {
        /// What it is called in configurations: `keep`, `area`, `classify`, …
        package var name: String
        /// Its setting, written as after `--step NAME=`; nil where it has none beside its classifier.
        package var value: String?
        /// The pixel values that an object classifier measured: a channel from 0, or `none`.
        package var intensity: String?
        /// The object classifier; that of the pixels stands in the summary itself.
        package var classifier: Classifier?
        /// Objects behind it, over all planes; nil where it makes none, or no output needed it.
        package var objects: Int?

        /// `step` with its classifier and what came of it.
        package init(_ step: RecipeStep, classifier: Classifier?, objects: Int?) {
            name = step.name
            (value, intensity) = (nil, nil)
            switch step {
            case .classifyPixels, .connectComponents, .fillHoles: break
            case .takeLabels(let pattern): value = pattern
            case .connectEachClass(let background): value = "\(background)"
            case .thresholdProbabilities(let threshold): value = threshold.optionText
            case .keepSizes(let least, let most, _): value = "\(least),\(most ?? .infinity)"
            case .dropBorderObjects: value = "drop"
            case .splitTouching(let smoothing): value = "\(smoothing)"
            case .keepObjects(_, let source), .mergeObjects(_, let source), .classifyObjects(_, let source):
                intensity = "\(source)"
            }
            self.classifier = classifier
            self.objects = objects
        }
    }

    /// The digest of all classifier files by which it was made (`ClassifierDigests`).
    package var classifiersDigest: String {
        ClassifierDigests.combined([classifier?.sha256].compactMap(\.self) + steps.compactMap(\.classifier?.sha256))
    }
}

/// What stands for all classifier files of a recipe at once where it is asked whether they are the same as before.
package enum ClassifierDigests {
    /// The digest of one file is its own, so that results of recipes with one classifier are known as they were of old.
    ///
    /// - Parameter digests: SHA-256 of the files, in the order of the steps; empty where a recipe has none.
    package static func combined(_ digests: [String]) -> String {
        if digests.count <= 1 { return digests.first ?? "" }
        return FileDigest.sha256(Array(digests.joined(separator: "\n").utf8))
    }
}

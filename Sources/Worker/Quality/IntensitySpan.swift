package import Classifiers
import Features
import Forests

/// What a classifier's thresholds on intensities span: on `original` and `gaussian_blur`, or ilastik's Gaussian Smoothing, whose
/// values are those of pixels and means of them.
package struct IntensitySpan: Sendable, Equatable {
    /// The smallest and the largest threshold: a pixel below the one, or not below the other, is on the same side of
    /// all.
    package let smallest, largest: Float

    /// The span from one threshold to another.
    package init(smallest: Float, largest: Float) {
        (self.smallest, self.largest) = (smallest, largest)
    }

    /// The span of each channel; nil where there are not two different thresholds.
    package static func spans(of classifier: Classifier) -> [IntensitySpan?] {
        let names = classifier.plan.names
        let isIntensity = names.map { name in
            name.lowercased() == "original" || name.hasPrefix("gaussian_blur=")
                || name.hasPrefix("\(FeatureSelection.Kind.gaussianSmoothing.title) (")
        }
        var spans = [(Float, Float)](repeating: (.infinity, -.infinity), count: classifier.channelCount)
        for node in classifier.forest.nodes where node.feature >= 0 && node.threshold.isFinite {
            let (channel, feature) = Int(node.feature).quotientAndRemainder(dividingBy: names.count)
            // What stages give is no intensity.
            guard isIntensity[feature], spans.indices.contains(channel) else { continue }
            spans[channel] = (min(spans[channel].0, node.threshold), max(spans[channel].1, node.threshold))
        }
        return spans.map { $0 < $1 ? IntensitySpan(smallest: $0, largest: $1) : nil }
    }
}

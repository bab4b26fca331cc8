/// All samples of a classifier, which lie beside it in a file so that it can be trained further.
package struct SampleBook: Sendable, Equatable {
    /// What is trained, as APOC calls it: `PixelClassifier`, ….
    package var kind: String
    /// The features as they stand in the classifier's header.
    package var featureSpecification: String
    /// The name of each column, channel by channel.
    package var featureNames: [String]
    package var channelCount: Int
    /// Dimensions of the annotations: 2 or 3; 1 for objects and tables.
    package var dimensions: Int
    /// SHA-256 of the classifier's file that was trained from them, hexadecimal; nil before there is one.
    package var classifierSHA256: String?
    /// How the classifier was trained; nil before there is one.
    package var choices: TrainingChoices?
    /// The blocks in the order in which they came.
    package var blocks: [SampleBlock]
    /// What was decided of rows that are no longer among them, because their annotations changed or went.
    package var past: [DecidedPlaces] = []

    /// A book of the given blocks.
    package init(
        kind: String,
        featureSpecification: String,
        featureNames: [String],
        channelCount: Int,
        dimensions: Int,
        blocks: [SampleBlock] = []
    ) {
        (self.kind, self.featureSpecification, self.featureNames) = (kind, featureSpecification, featureNames)
        (self.channelCount, self.dimensions, self.blocks) = (channelCount, dimensions, blocks)
    }

    /// The annotations that are learnt from, ascending: class k of the classifier, from 0, is the k-th of them.
    package var classes: [Int32] {
        var seen: Set<Int32> = []
        for block in blocks {
            for (annotation, isTest) in zip(block.annotations, block.isTest) where !isTest { seen.insert(annotation) }
        }
        return seen.sorted()
    }

    /// The least and the largest value of each feature among the rows that are learnt from; empty where there are none.
    package var ranges: [ClosedRange<Float>] {
        featureNames.indices.compactMap { feature in
            var (least, most) = (Float.infinity, -Float.infinity)
            for block in blocks {
                for (value, isTest) in zip(block.columns[feature], block.isTest) where !isTest {
                    (least, most) = (min(least, value), max(most, value))
                }
            }
            return least <= most ? least...most : nil
        }
    }
}

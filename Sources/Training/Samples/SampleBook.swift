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
    /// The blocks in the order in which they came.
    package var blocks: [SampleBlock]

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
}

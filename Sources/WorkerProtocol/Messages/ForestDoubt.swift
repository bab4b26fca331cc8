/// How far a classifier is in doubt about an image, over a grid of pixels of all planes; Service/Quality/README.md says how
/// to repeat it.
package struct ForestDoubt: Sendable, Codable, Equatable {
    /// Pixels that were looked at.
    package var pixels: Int
    /// How much the two halves of the forest, the odd and the even trees, agree on: twice the pixels that both make
    /// foreground, by those of the one and of the other, 0…1; without a foreground, the mean of the same over the classes. Nil
    /// where neither finds any, and for a forest of one tree.
    package var halvesDice: Double?
    /// Mean difference between the largest and the second largest class probability, 0…1.
    package var meanMargin: Double
    /// Share of pixels of which some feature lies outside the values of the training, 0…1; nil where these are not known.
    package var outsideShare: Double?

    /// The figures of an image.
    package init(pixels: Int, halvesDice: Double?, meanMargin: Double, outsideShare: Double? = nil) {
        self.pixels = pixels
        self.halvesDice = halvesDice
        self.meanMargin = meanMargin
        self.outsideShare = outsideShare
    }

    enum CodingKeys: String, CodingKey {
        case pixels
        case halvesDice = "halves_dice"
        case meanMargin = "mean_margin"
        case outsideShare = "outside_training_share"
    }
}

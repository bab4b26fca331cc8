/// What makes an image of a folder doubtful (Service/Quality/README.md); nil and false switch a rule off.
package struct QualitySettings: Sendable, Hashable {
    /// Whether images are judged at all.
    package var isEnabled = true
    /// Whether a channel with nothing but noise is.
    package var blank = true
    /// The share of saturated pixels of a channel from which on it is.
    package var saturated: Double? = 0.01
    /// The part of the median focus of the folder's recent images below which it is.
    package var outOfFocus: Double? = 0.5
    /// Whether an image without objects is.
    package var noObjects = true
    /// How many median deviations the number of objects may lie from the median of the folder's recent images.
    package var objectCountOutlier: Double? = 6
    /// The same of the share of foreground.
    package var foregroundOutlier: Double? = 6
    /// The share of pixels on one side of all the classifier's thresholds on intensities from which on it is.
    package var outsideTrainingRange: Double? = 0.99
    /// Whether it is told when a folder leaves the usual band of the classifier's doubt.
    package var drift = true

    /// The rules as they stand in the configuration file.
    package init() {}
}

extension QualitySettings {
    /// The keys of a `[folder.quality]`, in the order in which they are explained.
    static let keys = [
        "enabled", "blank", "saturated", "out_of_focus", "no_objects", "object_count_outlier", "foreground_outlier",
        "outside_training_range", "drift",
    ]

    /// Reads a `[folder.quality]`; what is wrong is noted and stands as its default.
    init(reading reader: TableReader) {
        self.init()
        isEnabled = reader.boolean("enabled") ?? isEnabled
        blank = reader.boolean("blank") ?? blank
        saturated = reader.numberOrFalse("saturated", in: 0...1, else: saturated)
        outOfFocus = reader.numberOrFalse("out_of_focus", in: 0...1, else: outOfFocus)
        noObjects = reader.boolean("no_objects") ?? noObjects
        objectCountOutlier = reader.numberOrFalse("object_count_outlier", in: 1...1_000, else: objectCountOutlier)
        foregroundOutlier = reader.numberOrFalse("foreground_outlier", in: 1...1_000, else: foregroundOutlier)
        drift = reader.boolean("drift") ?? drift
        outsideTrainingRange = reader.numberOrFalse(
            "outside_training_range",
            in: 0.5...1,
            else: outsideTrainingRange
        )
    }
}

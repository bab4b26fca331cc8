/// The statistics of single objects that APOC's classifiers know, raw values their names in its files.
///
/// They are those of `statistics_of_labelled_pixels` in pyclesperanto_prototype, in its order.
package enum ObjectStatistic: String, Sendable, Hashable, CaseIterable {
    case label
    case originalLabel = "original_label"
    case firstColumn = "bbox_min_x"
    case firstRow = "bbox_min_y"
    case firstSlice = "bbox_min_z"
    case lastColumn = "bbox_max_x"
    case lastRow = "bbox_max_y"
    case lastSlice = "bbox_max_z"
    case width = "bbox_width"
    case height = "bbox_height"
    case depth = "bbox_depth"
    case minimumIntensity = "min_intensity"
    case maximumIntensity = "max_intensity"
    case sumIntensity = "sum_intensity"
    case area
    case meanIntensity = "mean_intensity"
    case sumIntensityTimesX = "sum_intensity_times_x"
    case massCentreX = "mass_center_x"
    case sumIntensityTimesY = "sum_intensity_times_y"
    case massCentreY = "mass_center_y"
    case sumIntensityTimesZ = "sum_intensity_times_z"
    case massCentreZ = "mass_center_z"
    case sumX = "sum_x"
    case centroidX = "centroid_x"
    case sumY = "sum_y"
    case centroidY = "centroid_y"
    case sumZ = "sum_z"
    case centroidZ = "centroid_z"
    case sumDistanceToCentroid = "sum_distance_to_centroid"
    case meanDistanceToCentroid = "mean_distance_to_centroid"
    case sumDistanceToMassCentre = "sum_distance_to_mass_center"
    case meanDistanceToMassCentre = "mean_distance_to_mass_center"
    case standardDeviationIntensity = "standard_deviation_intensity"
    case maximumDistanceToCentroid = "max_distance_to_centroid"
    case maximumDistanceToMassCentre = "max_distance_to_mass_center"
    case centroidRatio = "mean_max_distance_to_centroid_ratio"
    case massCentreRatio = "mean_max_distance_to_mass_center_ratio"

    /// Whether it depends on the intensity image.
    package var needsIntensity: Bool {
        switch self {
        case .minimumIntensity, .maximumIntensity, .sumIntensity, .meanIntensity, .standardDeviationIntensity,
            .sumIntensityTimesX, .sumIntensityTimesY, .sumIntensityTimesZ, .massCentreX, .massCentreY, .massCentreZ,
            .sumDistanceToMassCentre, .meanDistanceToMassCentre, .maximumDistanceToMassCentre, .massCentreRatio:
            true
        default: false
        }
    }

    /// Whether it needs a second look at the pixels, when centres and means are known.
    var needsSecondPass: Bool {
        switch self {
        case .sumDistanceToCentroid, .meanDistanceToCentroid, .sumDistanceToMassCentre, .meanDistanceToMassCentre,
            .standardDeviationIntensity, .maximumDistanceToCentroid, .maximumDistanceToMassCentre, .centroidRatio,
            .massCentreRatio:
            true
        default: false
        }
    }
}

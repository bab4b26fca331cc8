/// A group of columns of the object table (Measurement/README.md).
package enum MeasurementGroup: String, Sendable, Hashable, Codable, CaseIterable {
    /// Area, centroid, bounding box.
    case basic
    /// Lengths, angles and ratios of the object's outline.
    case shape
    /// Statistics of the pixel values below the object, for each channel.
    case intensity
    /// How near other objects are.
    case neighbours
    /// APOC's own statistics, under APOC's names.
    case apoc

    /// What a table holds where nobody says.
    package static let standard: [MeasurementGroup] = [.basic, .intensity]
}

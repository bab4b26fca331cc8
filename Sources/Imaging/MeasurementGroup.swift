/// A group of columns of the object table, as `measurements` names it.
package enum MeasurementGroup: String, Sendable, Hashable, Codable, CaseIterable {
    /// Number, size, centre and bounding box; these columns are in every table.
    case basic
    /// Outline, axes and hull.
    case shape
    /// Pixel values below an object, in each channel.
    case intensity
    /// The nearest and the touching objects.
    case neighbours
    /// APOC's own statistics, under their own names.
    case apoc
}

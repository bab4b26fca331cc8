/// An axis of an image.
package enum Axis: Sendable, Hashable {
    /// Along a row.
    case x
    /// Down a column.
    case y
    /// Through the slices of a volume.
    case z
}

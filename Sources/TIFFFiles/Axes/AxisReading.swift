package import Imaging

/// What the axes that pages run through are taken for; whoever knows what the image is for decides.
package struct AxisReading: Sendable {
    /// The meaning of an axis that the file gives no name.
    package enum Unnamed: Sendable {
        /// T: planes that have nothing to do with each other.
        case frames
        /// Z: one volume; where there are several such axes, the fastest is Z and the others are T.
        case slices
    }

    /// Names that hold whatever the file says.
    package var names: AxisNames?
    package var unnamed: Unnamed

    /// By default the file's names hold, and axes without one are frames.
    package init(names: AxisNames? = nil, unnamed: Unnamed = .frames) {
        self.names = names
        self.unnamed = unnamed
    }
}

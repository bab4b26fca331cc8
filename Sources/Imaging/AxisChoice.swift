/// What somebody says about the axes of images: how they are called, and what of them is taken.
package struct AxisChoice: Sendable, Hashable, Codable {
    /// Names that overrule the file's; nil leaves them to the file and the classifier.
    package var names: AxisNames?
    /// The channels that are taken; nil for all.
    package var channels: AxisSelection?
    /// The positions that are taken; nil for all.
    package var positions: AxisSelection?

    /// Leaves to the file what is not given.
    package init(names: AxisNames? = nil, channels: AxisSelection? = nil, positions: AxisSelection? = nil) {
        self.names = names
        self.channels = channels
        self.positions = positions
    }

    /// Whether nothing is said.
    package var isEmpty: Bool { self == AxisChoice() }
}

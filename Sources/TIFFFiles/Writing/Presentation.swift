/// What an image says of itself to programs that show it.
package struct Presentation: Sendable, Hashable {
    /// By what it was made, a line each.
    package var lines: [String]
    /// The values that are shown black and white; nil leaves the choice to the program.
    package var range: ClosedRange<Double>?
    /// The names of the channels, as the channel's own (OME).
    package var channelNames: [String]
    /// The names of the channels, as they are written above a picture (ImageJ).
    package var channelLabels: [String]

    /// An image made as `lines` say; names are one for each channel, or none.
    package init(
        _ lines: [String],
        range: ClosedRange<Double>? = nil,
        channelNames: [String] = [],
        channelLabels: [String] = []
    ) {
        self.lines = lines
        self.range = range
        self.channelNames = channelNames
        self.channelLabels = channelLabels
    }
}

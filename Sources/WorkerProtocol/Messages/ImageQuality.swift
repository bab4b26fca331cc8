/// What the pixels of an image say of its quality, over all planes; Service/Quality/README.md says how to repeat it.
package struct ImageQuality: Sendable, Codable, Equatable {
    /// The figures of one channel, over some of the rows.
    package struct Channel: Sendable, Codable, Equatable {
        /// Whether there is nothing but noise, or one value.
        package var blank: Bool
        /// The value that 1 % of the pixels do not exceed.
        package var percentile1: Double
        /// The value that 99 % of the pixels do not exceed.
        package var percentile99: Double
        /// Share of pixels at the end of the detector's range, 0…1; nil where that is not known.
        package var saturatedShare: Double?
        /// Mean square of the difference of pixels two columns apart, divided by the variance of the pixels; the
        /// sharper, the larger. Nil where the channel is blank.
        package var focus: Double?
        /// Share of pixels below all thresholds of the classifier on intensities, or above all, whichever is more; nil
        /// where it has none.
        package var outsideShare: Double?

        /// The figures of a channel.
        package init(
            blank: Bool,
            percentile1: Double,
            percentile99: Double,
            saturatedShare: Double? = nil,
            focus: Double? = nil,
            outsideShare: Double? = nil
        ) {
            self.blank = blank
            self.percentile1 = percentile1
            self.percentile99 = percentile99
            self.saturatedShare = saturatedShare
            self.focus = focus
            self.outsideShare = outsideShare
        }

        enum CodingKeys: String, CodingKey {
            case blank, focus
            case percentile1 = "percentile_1"
            case percentile99 = "percentile_99"
            case saturatedShare = "saturated_share"
            case outsideShare = "outside_share"
        }
    }

    /// One entry a channel.
    package var channels: [Channel]
    /// How far the classifier of the pixels is in doubt; nil where none looked at them.
    package var doubt: ForestDoubt?

    /// The figures of all channels.
    package init(channels: [Channel], doubt: ForestDoubt? = nil) {
        self.channels = channels
        self.doubt = doubt
    }
}

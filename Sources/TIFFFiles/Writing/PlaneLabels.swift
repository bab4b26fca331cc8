import Imaging

/// What each plane of a written image is called in ImageJ, above the picture.
///
/// ImageJ knows no positions: they are frames there, and the labels say which.
struct PlaneLabels {
    private let shape: ImageShape
    private let positions: [String]
    private let channels: [String]

    /// Nil where there is nothing to say: a single position, and channels without names.
    init?(_ presentation: Presentation, _ layout: ImageLayout) {
        (shape, positions) = (layout.shape, layout.positionTexts)
        channels = presentation.channelLabels.count == shape.channels ? presentation.channelLabels : []
        if positions.isEmpty, channels.isEmpty { return nil }
    }

    /// The label of page `index`, channels fastest: `A1-Site_0 t:1/5 z:2/3 class 2 nuclei`.
    subscript(index: Int) -> String {
        let (plane, channel) = index.quotientAndRemainder(dividingBy: shape.channels)
        guard !positions.isEmpty else { return channels[channel] }
        let place = shape.place(at: plane)
        var words = [positions[place.position]]
        if shape.frames > 1 { words.append("t:\(place.frame + 1)/\(shape.frames)") }
        if shape.slices > 1 { words.append("z:\(place.slice + 1)/\(shape.slices)") }
        if !channels.isEmpty { words.append(channels[channel]) }
        return words.joined(separator: " ")
    }

    /// Which frames are which position, a line each, for the text about the image; none for a single position.
    static func lines(_ layout: ImageLayout) -> [String] {
        let frames = layout.shape.frames
        return layout.positionTexts.enumerated().map { index, text in
            let first = index * frames + 1
            let name = text == "\(index + 1)" ? "" : " (\(text))"
            return frames == 1
                ? "frame \(first): position \(index + 1)\(name)"
                : "frames \(first) to \(first + frames - 1): position \(index + 1)\(name)"
        }
    }
}

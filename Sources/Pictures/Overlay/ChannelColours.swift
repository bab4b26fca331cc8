/// The colours in which channels are shown, mixed by adding light.
package enum ChannelColours {
    /// The colours of several channels without names that say something.
    private static let order = [
        Colour(0, 255, 0), Colour(255, 0, 255), Colour(0, 255, 255), Colour(255, 255, 0), Colour(255, 60, 60),
        Colour(90, 110, 255),
    ]

    /// Parts of channel names that stand for a dye or a band of light; the first one that a name contains decides.
    private static let dyes: [(name: String, colour: Colour)] = [
        ("dapi", Colour(70, 110, 255)), ("hoechst", Colour(70, 110, 255)), ("bfp", Colour(70, 110, 255)),
        ("cfp", Colour(0, 255, 255)), ("yfp", Colour(255, 255, 0)), ("gfp", Colour(0, 255, 0)),
        ("fitc", Colour(0, 255, 0)), ("488", Colour(0, 255, 0)), ("mcherry", Colour(255, 60, 60)),
        ("rfp", Colour(255, 60, 60)), ("tritc", Colour(255, 60, 60)), ("texas", Colour(255, 60, 60)),
        ("cy3", Colour(255, 150, 0)), ("cy5", Colour(255, 0, 255)), ("647", Colour(255, 0, 255)),
        ("561", Colour(255, 60, 60)), ("405", Colour(70, 110, 255)), ("red", Colour(255, 60, 60)),
        ("green", Colour(0, 255, 0)), ("blue", Colour(70, 110, 255)), ("bright", .white), ("phase", .white),
        ("trans", .white),
    ]

    /// The colour of each channel: white for a single one; the primary colours for the three samples of a photograph.
    package static func all(names: [String?], isPhotograph: Bool) -> [Colour] {
        if names.count == 1 { return [.white] }
        if isPhotograph && names.count == 3 { return [Colour(255, 0, 0), Colour(0, 255, 0), Colour(0, 0, 255)] }
        var colours = names.map { name in
            name.flatMap { name in dyes.first { name.lowercased().contains($0.name) }?.colour }
        }
        // Two channels of one colour could not be told apart.
        for index in colours.indices where colours[..<index].contains(colours[index]) { colours[index] = nil }
        var free = order.filter { !colours.contains($0) }[...]
        return colours.enumerated().map { $1 ?? free.popFirst() ?? order[$0 % order.count] }
    }
}

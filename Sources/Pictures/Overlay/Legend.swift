/// The strip below a picture that says what is to be seen.
struct Legend {
    /// A piece of text that is not broken, with a patch of colour in front where it explains one.
    struct Item {
        var colour: Colour?
        var text: String
    }

    private static let background = Colour(grey: 24)
    private static let ink = Colour(grey: 235)
    private static let faint = Colour(grey: 170)

    private let width: Int
    private let scale: Int
    private let bar: ScaleBar?
    /// Items with their places; the first line's items are the title.
    private var placed: [(item: Item, x: Int, y: Int, isTitle: Bool)] = []
    private(set) var height = 0

    /// Lays out `groups`, each of which begins a new line; the first one is the title.
    ///
    /// - Parameter bar: stands in the right upper corner.
    init(_ groups: [[Item]], bar: ScaleBar?, width: Int) {
        (self.width, self.bar) = (width, bar)
        scale = width >= 560 ? 2 : 1
        let (margin, line) = (4 * scale, (BitmapFont.height + 3) * scale)
        let barWidth = bar.map { max($0.pixels, BitmapFont.width(of: $0.text) * scale) + 4 * margin } ?? 0
        var y = margin
        for (index, group) in groups.enumerated() where !group.isEmpty {
            var x = margin
            for item in group {
                // The bar has two lines.
                let room = width - 2 * margin - (y < margin + 2 * line ? barWidth : 0)
                var item = item
                let patch = item.colour == nil ? 0 : (BitmapFont.capHeight + 4) * scale
                item.text = BitmapFont.shortened(
                    item.text,
                    to: max(1, (room - patch + scale) / (BitmapFont.advance * scale))
                )
                let length = patch + BitmapFont.width(of: item.text) * scale
                if x > margin, x + length > margin + room { (x, y) = (margin, y + line) }
                placed.append((item, x, y, index == 0))
                x += length + 3 * BitmapFont.advance * scale
            }
            y += line
        }
        height = max(y, bar == nil ? 0 : margin + 2 * line) + margin - 2 * scale
    }

    /// Draws the strip with its top at `top`.
    func draw(on canvas: inout Canvas, top: Int) {
        canvas.fill(x: 0, y: top, width: canvas.width, height: height, Self.background)
        for (item, x, y, isTitle) in placed {
            var x = x
            if let colour = item.colour {
                let side = BitmapFont.capHeight * scale
                canvas.fill(x: x, y: top + y, width: side, height: side, colour)
                x += side + 4 * scale
            }
            canvas.write(item.text, x: x, y: top + y, scale: scale, isTitle ? Self.ink : Self.faint)
        }
        guard let bar else { return }
        let margin = 4 * scale
        let right = width - 2 * margin
        let textWidth = BitmapFont.width(of: bar.text) * scale
        let middle = right - max(bar.pixels, textWidth) / 2
        canvas.write(bar.text, x: middle - textWidth / 2, y: top + margin, scale: scale, Self.ink)
        canvas.fill(
            x: middle - bar.pixels / 2,
            y: top + margin + (BitmapFont.height + 2) * scale,
            width: bar.pixels,
            height: 3 * scale,
            .white
        )
    }
}

import Imaging

/// A contact sheet: small pictures in rows, each with a caption.
package struct ContactSheet {
    /// One of the pictures.
    package struct Tile: Sendable {
        /// How its caption is to be taken.
        package enum Tone: Sendable {
            case usual
            case flagged
            case failed
        }

        /// A picture of at most `ContactSheet.side` pixels a side; nil where there is none.
        package var picture: Canvas?
        /// What is said instead of a picture.
        package var reason: String
        /// The first line below it.
        package var title: String
        /// The second line.
        package var detail: String
        package var tone: Tone

        /// A picture, or the reason why there is none, with its caption.
        package init(picture: Canvas?, reason: String = "", title: String, detail: String, tone: Tone = .usual) {
            (self.picture, self.reason) = (picture, reason)
            (self.title, self.detail, self.tone) = (title, detail, tone)
        }
    }

    /// The longest side of the picture in a tile, in pixels.
    package static let side = 240
    private static let gap = 8
    private static let line = BitmapFont.height + 3
    private static let captionHeight = 2 * line + 2
    private static let background = Colour(grey: 24)

    /// A picture made small enough for a tile; small ones stay as they are.
    package static func thumbnail(_ picture: Canvas) -> Canvas {
        let scale = PictureScale(
            width: picture.width,
            height: picture.height,
            frameWidth: side,
            frameHeight: side,
            enlargedTo: 0
        )
        guard scale.factor < 1 else { return picture }
        // Coloured pixels weigh up to four times as much as grey ones: outlines are a pixel wide, and would fade away.
        let pixels = picture.width * picture.height
        var (weights, light) = ([Float](), [[Float]](repeating: [], count: 3))
        weights.reserveCapacity(pixels)
        for channel in light.indices { light[channel].reserveCapacity(pixels) }
        for first in stride(from: 0, to: picture.bytes.count, by: 3) {
            let (red, green, blue) = (picture.bytes[first], picture.bytes[first + 1], picture.bytes[first + 2])
            let weight = 1 + 3 * Float(max(red, green, blue) - min(red, green, blue)) / 255
            weights.append(weight)
            light[0].append(weight * Float(red))
            light[1].append(weight * Float(green))
            light[2].append(weight * Float(blue))
        }
        let means = (light + [weights]).map { plane in
            AreaAverage(
                .float32(plane),
                width: picture.width,
                height: picture.height,
                toWidth: scale.width,
                toHeight: scale.height
            ).pixels
        }
        var bytes = [UInt8](repeating: 0, count: scale.width * scale.height * 3)
        for index in bytes.indices {
            let mean: Float = means[index % 3][index / 3] / means[3][index / 3]
            bytes[index] = UInt8(min(255, mean + 0.5))
        }
        return Canvas(width: scale.width, height: scale.height, bytes: bytes)
    }

    /// The sheet.
    ///
    /// - Precondition: there is a tile, and a column.
    package static func draw(_ tiles: [Tile], title: String, columns: Int) -> Canvas {
        precondition(!tiles.isEmpty && columns > 0)
        let columns = min(columns, tiles.count)
        let rows = (tiles.count + columns - 1) / columns
        let (width, height) = (columns * (side + gap) + gap, rows * (side + captionHeight + gap))
        let titleLines = BitmapFont.lines(of: title, columns: (width - 2 * gap) / BitmapFont.advance)
        let top = gap + titleLines.count * line + gap
        var sheet = Canvas(width: width, height: top + height, colour: background)
        for (index, text) in titleLines.enumerated() {
            sheet.write(text, x: gap, y: gap + index * line, scale: 1, Colour(grey: 235))
        }
        for (index, tile) in tiles.enumerated() {
            sheet.draw(
                tile,
                x: gap + index % columns * (side + gap),
                y: top + index / columns * (side + captionHeight + gap)
            )
        }
        return sheet
    }
}

extension Canvas {
    /// Draws a tile with its top left corner at (x, y).
    fileprivate mutating func draw(_ tile: ContactSheet.Tile, x: Int, y: Int) {
        let side = ContactSheet.side
        let ink: Colour =
            switch tile.tone {
            case .usual: Colour(grey: 170)
            case .flagged: Colour(255, 190, 70)
            case .failed: Colour(255, 120, 105)
            }
        if let picture = tile.picture {
            fill(x: x, y: y, width: side, height: side, .black)
            draw(picture, x: x + (side - picture.width) / 2, y: y + (side - picture.height) / 2)
        } else {
            fill(x: x, y: y, width: side, height: side, tile.tone == .failed ? Colour(52, 20, 18) : Colour(grey: 40))
            let lines = BitmapFont.lines(of: tile.reason, columns: (side - 16) / BitmapFont.advance)
            for (index, text) in lines.prefix(18).enumerated() {
                write(text, x: x + 8, y: y + 8 + index * (BitmapFont.height + 3), scale: 1, ink)
            }
        }
        let most = side / BitmapFont.advance
        let captionTop = y + side + 4
        write(BitmapFont.shortened(tile.title, to: most), x: x, y: captionTop, scale: 1, Colour(grey: 235))
        write(
            BitmapFont.shortened(tile.detail, to: most),
            x: x,
            y: captionTop + BitmapFont.height + 3,
            scale: 1,
            ink
        )
    }
}

/// A picture in the making: RGB pixels, row by row from the top left. What is drawn outside is cut off.
package struct Canvas: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// Three bytes a pixel, rows without gaps.
    package private(set) var bytes: [UInt8]

    /// A picture of one colour.
    ///
    /// - Precondition: it has at least one pixel.
    package init(width: Int, height: Int, colour: Colour = .black) {
        precondition(width > 0 && height > 0)
        (self.width, self.height) = (width, height)
        bytes = [UInt8](repeating: colour.red, count: width * height * 3)
        if Colour(grey: colour.red) != colour { fill(x: 0, y: 0, width: width, height: height, colour) }
    }

    /// The picture that `bytes` already is.
    ///
    /// - Precondition: there are three bytes a pixel.
    package init(width: Int, height: Int, bytes: [UInt8]) {
        precondition(width > 0 && height > 0 && bytes.count == width * height * 3)
        (self.width, self.height, self.bytes) = (width, height, bytes)
    }

    /// The colour of a pixel; black outside.
    package subscript(x: Int, y: Int) -> Colour {
        get {
            guard x >= 0, y >= 0, x < width, y < height else { return .black }
            let index = (y * width + x) * 3
            return Colour(bytes[index], bytes[index + 1], bytes[index + 2])
        }
        set {
            guard x >= 0, y >= 0, x < width, y < height else { return }
            let index = (y * width + x) * 3
            bytes[index] = newValue.red
            bytes[index + 1] = newValue.green
            bytes[index + 2] = newValue.blue
        }
    }

    /// Fills a rectangle.
    package mutating func fill(x: Int, y: Int, width: Int, height: Int, _ colour: Colour) {
        let columns = max(0, x)..<max(0, x, min(self.width, x + width))
        for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
            for column in columns { self[column, row] = colour }
        }
    }

    /// Draws another picture with its top left corner at (x, y).
    package mutating func draw(_ other: Canvas, x: Int, y: Int) {
        let columns = max(0, -x)..<max(0, -x, min(other.width, width - x))
        for row in max(0, -y)..<max(0, -y, min(other.height, height - y)) {
            let from = (row * other.width + columns.lowerBound) * 3
            let to = ((y + row) * width + x + columns.lowerBound) * 3
            for index in 0..<columns.count * 3 { bytes[to + index] = other.bytes[from + index] }
        }
    }

    /// A part of the picture, as far as it lies inside; nil where nothing does.
    package func part(x: Int, y: Int, width: Int, height: Int) -> Canvas? {
        let columns = max(0, x)..<max(0, x, min(self.width, x.addingClamped(width)))
        let rows = max(0, y)..<max(0, y, min(self.height, y.addingClamped(height)))
        guard !columns.isEmpty, !rows.isEmpty else { return nil }
        var part = Canvas(width: columns.count, height: rows.count)
        part.draw(self, x: -columns.lowerBound, y: -rows.lowerBound)
        return part
    }

    /// Writes text with its top left corner at (x, y), in letters of `scale` times 5 × 7 dots.
    ///
    /// - Parameter edge: of that colour each dot gets a rim of one pixel, so that the text can be read on anything.
    package mutating func write(_ text: String, x: Int, y: Int, scale: Int, _ colour: Colour, edge: Colour? = nil) {
        let dots = BitmapFont.dots(of: text)
        if let edge {
            for dot in dots {
                fill(x: x + dot.x * scale - 1, y: y + dot.y * scale - 1, width: scale + 2, height: scale + 2, edge)
            }
        }
        for dot in dots { fill(x: x + dot.x * scale, y: y + dot.y * scale, width: scale, height: scale, colour) }
    }
}

extension Int {
    /// The sum, or the largest number where that is too large: sizes may come from a file.
    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}

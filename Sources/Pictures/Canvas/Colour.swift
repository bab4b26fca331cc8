/// A colour of a picture: red, green and blue as screens take them (sRGB), 0 to 255.
package struct Colour: Sendable, Hashable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    /// The colour of that mixture.
    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// A grey.
    package init(grey: UInt8) { self.init(grey, grey, grey) }

    package static let black = Colour(grey: 0)
    package static let white = Colour(grey: 255)

    /// Halfway between this colour and another.
    func mixed(with other: Colour) -> Colour {
        func mean(_ first: UInt8, _ second: UInt8) -> UInt8 { UInt8((Int(first) + Int(second)) / 2) }
        return Colour(mean(red, other.red), mean(green, other.green), mean(blue, other.blue))
    }

    /// As web pages and SVG write it: `#e69f00`.
    package var hexadecimal: String {
        "#"
            + [red, green, blue].map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
    }
}

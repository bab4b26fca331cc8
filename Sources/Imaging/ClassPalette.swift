/// The colour of each class of objects, the same in every picture and export.
package enum ClassPalette {
    /// A colour of sRGB.
    package struct Color: Sendable, Hashable {
        package let red: UInt8
        package let green: UInt8
        package let blue: UInt8

        /// The colour of three parts, from 0 to 255.
        package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
            self.red = red
            self.green = green
            self.blue = blue
        }
    }

    /// Told apart with the common kinds of colour blindness: Okabe and Ito, "Color Universal Design" (2008), without
    /// black, then five of Tol, "Colour Schemes" (2021), muted.
    private static let colors = [
        Color(230, 159, 0), Color(86, 180, 233), Color(0, 158, 115), Color(240, 228, 66), Color(0, 114, 178),
        Color(213, 94, 0), Color(204, 121, 167), Color(136, 34, 85), Color(51, 34, 136), Color(153, 153, 51),
        Color(17, 119, 51), Color(221, 204, 119),
    ]

    /// The colour of a class: its own among `colors`, which begin with class 1, else that of the palette.
    package static func color(of number: Int, among colors: [Color]) -> Color {
        colors.indices.contains(number - 1) ? colors[number - 1] : color(of: number)
    }

    /// The colour of a class; grey for 0, which is no class.
    package static func color(of number: Int) -> Color {
        guard number > 0 else { return Color(153, 153, 153) }
        guard number > colors.count else { return colors[number - 1] }
        // Further ones go round the hues by the golden ratio, so that each is far from those before it, and get darker.
        let turn = (Double(number) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1) * 6
        let high = 224 - 32 * Double((number / colors.count) % 3)
        let ramp = 1 - abs(turn.truncatingRemainder(dividingBy: 2) - 1)
        let (top, middle) = (UInt8(high), UInt8(high * ramp))
        switch Int(turn) {
        case 0: return Color(top, middle, 0)
        case 1: return Color(middle, top, 0)
        case 2: return Color(0, top, middle)
        case 3: return Color(0, middle, top)
        case 4: return Color(middle, 0, top)
        default: return Color(top, 0, middle)
        }
    }
}

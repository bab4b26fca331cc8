/// Pieces of SVG 1.1 as text.
enum SVGText {
    /// A text element; `text` is escaped.
    static func text(
        _ text: String,
        x: Double,
        y: Double,
        anchor: String = "start",
        size: Int = 13,
        turned: Bool = false
    ) -> String {
        let turn = turned ? " transform=\"rotate(-90 \(number(x)) \(number(y)))\"" : ""
        return "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" font-size=\"\(size)\"\(turn)>"
            + "\(escaped(text))</text>\n"
    }

    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, colour: Colour) -> String {
        "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" "
            + "stroke=\"\(colour.hexadecimal)\"/>\n"
    }

    /// A rectangle; `title` is shown by browsers when the pointer rests on it.
    static func rectangle(
        x: Double,
        y: Double,
        width: Double,
        height: Double,
        colour: Colour,
        title: String? = nil
    ) -> String {
        "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\" "
            + "fill=\"\(colour.hexadecimal)\"" + closing(title, "rect")
    }

    static func circle(x: Double, y: Double, colour: Colour, title: String? = nil) -> String {
        "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"3\" fill=\"\(colour.hexadecimal)\""
            + closing(title, "circle")
    }

    static func path(_ points: [(x: Double, y: Double)], colour: Colour) -> String {
        let places = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
        return "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(colour.hexadecimal)\"/>\n"
    }

    private static func closing(_ title: String?, _ name: String) -> String {
        title.map { "><title>\(escaped($0))</title></\(name)>\n" } ?? "/>\n"
    }

    /// A place, to a hundredth of a pixel.
    static func number(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

    /// Text as XML may contain it: no markup, and no control characters, which XML has no way to write.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default:
                let isWritable = scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE && scalar.value != 0x7F
                result.unicodeScalars.append(isWritable ? scalar : "\u{FFFD}")
            }
        }
        return result
    }
}

/// Names for the axes of an image, slowest first, as a person writes them: `ZYX`, `CYX`, `TCZYX`.
package struct AxisNames: Sendable, Hashable, CustomStringConvertible {
    /// How people are told to write names.
    package static let example = "\"ZYX\", \"CYX\" or \"TCZYX\""

    /// The letters, in capitals; the last two are `YX`.
    package let description: String

    /// The letters before `YX`: one for each axis that the pages of a file run through.
    package var ofPages: [Character] { Array(description.dropLast(2)) }

    /// Names made of the letters P, T, C, Z, Y and X; nil where `problem(of:)` has something to say.
    package init?(_ text: String) {
        guard Self.problem(of: text) == nil else { return nil }
        description = text.uppercased()
    }

    /// What is wrong with `text` as names of axes; nil when nothing is.
    package static func problem(of text: String) -> String? {
        let letters = Array(text.uppercased())
        if letters.contains("S") { return "S is not named: the samples of a pixel are channels anyway" }
        if let unknown = letters.first(where: { !"PTCZYX".contains($0) }) {
            return "\"\(unknown)\" is no axis; there are P (position), T (time), C (channel), Z (depth), Y and X"
        }
        if let twice = letters.first(where: { letter in letters.count { $0 == letter } > 1 }) {
            return "\(twice) occurs twice"
        }
        return letters.suffix(2) == ["Y", "X"] ? nil : "it does not end in YX, as every page does"
    }
}

extension AxisNames: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let names = AxisNames(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no names of axes")
        }
        self = names
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

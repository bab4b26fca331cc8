/// Units of length as ImageJ, OME and SCIFIO write them; the raw value is OME's symbol.
package enum LengthUnit: String, Sendable {
    case megametre = "Mm"
    case kilometre = "km"
    case hectometre = "hm"
    case decametre = "dam"
    case metre = "m"
    case decimetre = "dm"
    case centimetre = "cm"
    case millimetre = "mm"
    case micrometre = "µm"
    case nanometre = "nm"
    case picometre = "pm"
    case femtometre = "fm"
    case attometre = "am"
    case angstrom = "Å"
    case inch = "in"
    case thou
    case foot = "ft"
    case yard = "yd"
    case mile = "mi"
    /// A twelfth of an inch.
    case line = "li"
    /// A 72nd of an inch.
    case point = "pt"

    /// The unit that `text` names; nil for what is no length, like `pixel`, and for what is not known.
    package init?(_ text: String) {
        let text = Self.trimmed(text)
        // Symbols are told by their case (mm and Mm); words are not.
        if let unit = LengthUnit(rawValue: text) {
            self = unit
            return
        }
        switch text.lowercased() {
        case "kilometer", "kilometers", "kilometre", "kilometres": self = .kilometre
        case "meter", "meters", "metre", "metres": self = .metre
        case "decimeter", "decimeters", "decimetre", "decimetres": self = .decimetre
        case "centimeter", "centimeters", "centimetre", "centimetres": self = .centimetre
        case "millimeter", "millimeters", "millimetre", "millimetres": self = .millimetre
        // The sign is U+00B5, or the Greek letter U+03BC.
        case "μm", "um", "micron", "microns", "micrometer", "micrometers", "micrometre", "micrometres":
            self = .micrometre
        case "nanometer", "nanometers", "nanometre", "nanometres": self = .nanometre
        case "picometer", "picometers", "picometre", "picometres": self = .picometre
        case "angstrom", "angstroms", "ångström", "ångstrom": self = .angstrom
        case "inch", "inches": self = .inch
        case "mil", "mils": self = .thou
        case "foot", "feet": self = .foot
        default: return nil
        }
    }

    /// `length` of this unit in `unit`.
    package func convert(_ length: Double, to unit: LengthUnit) -> Double {
        // Powers of ten are exact when positive: 0.108333 µm is to be 108.333 nm, not 108.33299….
        let scaled = factor == unit.factor ? length : length * factor / unit.factor
        let shift = exponent - unit.exponent
        let power = (0..<abs(shift)).reduce(1.0) { power, _ in power * 10 }
        return shift < 0 ? scaled / power : scaled * power
    }

    /// Blanks at both ends mean nothing around a unit.
    private static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// The unit is `factor` × 10^`exponent` metres.
    private var exponent: Int {
        switch self {
        case .megametre: 6
        case .kilometre: 3
        case .hectometre: 2
        case .decametre: 1
        case .metre: 0
        case .decimetre: -1
        case .centimetre: -2
        case .millimetre: -3
        case .micrometre: -6
        case .nanometre: -9
        case .angstrom: -10
        case .picometre: -12
        case .femtometre: -15
        case .attometre: -18
        case .inch, .foot, .yard, .line, .point: -4
        case .mile: -3
        case .thou: -7
        }
    }

    private var factor: Double {
        switch self {
        case .inch, .thou: 254
        case .foot: 3048
        case .yard: 9144
        case .mile: 1_609_344
        case .line: 254.0 / 12
        case .point: 254.0 / 72
        default: 1
        }
    }
}

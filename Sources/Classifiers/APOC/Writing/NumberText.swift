/// Numbers as APOC writes them: the shortest decimal that gives back the double, laid out as Python does.
package enum NumberText {
    /// The text of a number.
    package static func of(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        let text = number.description
        // Below this Python writes all digits; Swift begins with the exponent at 2^53. Everywhere else they agree.
        guard number.magnitude < 1e16, let exponent = text.firstRange(of: "e+") else { return text }
        let digits = text[..<exponent.lowerBound].filter { $0 != "." && $0 != "-" }
        let zeros = String(repeating: "0", count: 16 - digits.count)
        return (number < 0 ? "-" : "") + digits + zeros + ".0"
    }

    /// The text of a threshold: it is rounded to float32 and written as the double that this is.
    package static func ofThreshold(_ threshold: Double) -> String { of(Double(Float(threshold))) }
}

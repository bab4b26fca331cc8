/// Numbers for people.
package enum NumberText {
    /// A count, in groups of three digits.
    package static func count(_ number: Int) -> String {
        var (text, rest) = ("", String(abs(number)))
        while rest.count > 3 {
            text = "," + rest.suffix(3) + text
            rest.removeLast(3)
        }
        return (number < 0 ? "-" : "") + rest + text
    }

    /// A value with four digits that count; whole numbers in full.
    static func value(_ number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
        let size = abs(number)
        if size < 1e7, size >= 1000 || number == number.rounded() { return count(Int(number.rounded())) }
        if size >= 1e7 || size < 1e-3 { return exponent(number) }
        var (digits, unit) = (0, 1.0)
        while size * unit < 1000 && digits < 6 { (digits, unit) = (digits + 1, unit * 10) }
        let scaled = Int((size * unit).rounded())
        let (whole, part) = (scaled / Int(unit), scaled % Int(unit))
        var tail = String(part)
        tail = String(repeating: "0", count: max(0, digits - tail.count)) + tail
        while tail.hasSuffix("0") { tail.removeLast() }
        return (number < 0 ? "-" : "") + count(whole) + (tail.isEmpty ? "" : "." + tail)
    }

    private static func exponent(_ number: Double) -> String {
        var (mantissa, power) = (abs(number), 0)
        while mantissa >= 10 { (mantissa, power) = (mantissa / 10, power + 1) }
        while mantissa < 1 && mantissa > 0 { (mantissa, power) = (mantissa * 10, power - 1) }
        let rounded = (mantissa * 100).rounded() / 100
        return (number < 0 ? "-" : "") + "\(rounded)e\(power)"
    }
}

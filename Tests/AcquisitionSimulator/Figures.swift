extension [Double] {
    /// The middle value, or the mean of the two in the middle; nil without values.
    var median: Double? {
        guard !isEmpty else { return nil }
        let ordered = sorted()
        return (ordered[(count - 1) / 2] + ordered[count / 2]) / 2
    }
}

extension Double {
    /// The number with a fixed count of decimals.
    func text(_ decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1) { power, _ in power * 10 }
        let scaled = Int((magnitude * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        let zeros = String(repeating: "0", count: decimals - (decimals == 0 ? 0 : fraction.count))
        return (self < 0 && scaled > 0 ? "-" : "") + "\(scaled / scale)" + (decimals == 0 ? "" : "." + zeros + fraction)
    }
}

extension String {
    /// The text, with blanks before it up to `width`.
    func padded(_ width: Int) -> String { String(repeating: " ", count: Swift.max(0, width - count)) + self }
}

import Glibc

extension Double {
    /// The nearest number of so many significant digits; itself where it is not finite.
    package func rounded(digits: Int) -> Double {
        guard isFinite, self != 0 else { return self }
        let places = digits - 1 - Int(log10(abs(self)).rounded(.down))
        // A quotient of two exact numbers is the double nearest to the decimal number, a product with 0.1 is not.
        let power = pow(10, Double(abs(places)))
        guard power.isFinite else { return self }
        return places >= 0 ? (self * power).rounded() / power : (self / power).rounded() * power
    }
}

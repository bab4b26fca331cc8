import Classifiers
import Testing

@Suite("Numbers in classifier files")
struct NumberTextTests {
    /// What `repr` of Python writes.
    @Test(
        "the text is Python's",
        arguments: [
            (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"),
            (1e-4, "0.0001"), (0.00012345, "0.00012345"), (9.9e-5, "9.9e-05"),
            (1.710653305053711e-05, "1.710653305053711e-05"),
            (.leastNonzeroMagnitude, "5e-324"), (123_456_789_012_345, "123456789012345.0"),
            (9_007_199_254_740_991, "9007199254740991.0"), (9_007_199_254_740_994, "9007199254740994.0"),
            (9_007_199_254_740_992, "9007199254740992.0"),
            (9.1e15, "9100000000000000.0"), (-9_876_543_210_987_654, "-9876543210987654.0"),
            (9_999_999_999_999_998, "9999999999999998.0"), (1e16, "1e+16"), (1.5e16, "1.5e+16"), (1e100, "1e+100"),
            (3.3999999521443642e38, "3.3999999521443642e+38"), (.nan, "nan"), (-.nan, "nan"),
        ]
    )
    func text(number: Double, text: String) {
        #expect(NumberText.of(number) == text)
    }

    @Test(
        "a threshold is that of its float32",
        arguments: [
            (0.65, "0.6499999761581421"), (0.7, "0.699999988079071"), (2.5, "2.5"), (16_777_217, "16777216.0"),
            (-1e-5, "-9.999999747378752e-06"), (9.1e15, "9099999539363840.0"),
        ]
    )
    func threshold(threshold: Double, text: String) {
        #expect(NumberText.ofThreshold(threshold) == text)
    }
}

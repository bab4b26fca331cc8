import Features
import FoundationEssentials
import TestSupport
import Testing

@Suite("Eigenvalues by the closed form")
struct SymmetricCubicTests {
    @Test("bit for bit what numpy makes of the same steps, and right to a thousandth of the largest entry")
    func bits() throws {
        let array = try MatrixFixture.array("eigenvalues.npy")
        let rows = (0..<9).map { array[$0].floats }
        #expect(rows[0].count == 120)
        for index in rows[0].indices {
            let entry = rows.map { $0[index] }
            let values = SymmetricCubic(entry[0], entry[1], entry[2], entry[3], entry[4], entry[5]).ascending
            #expect([values.0, values.1, values.2] == Array(entry[6...]), "matrix \(index)")
        }
    }

    @Test(
        "eigenvalues known by hand",
        arguments: [
            ([0, 0, 0, 0, 0, 0], [0, 0, 0]), ([2, 0, 0, 2, 0, 2], [2, 2, 2]), ([2, 0, 0, -4, 0, 6], [-4, 2, 6]),
            ([2, 1, 1, 2, 1, 2], [1, 1, 4]), ([3, 0, 0, 0, 0, 0], [0, 0, 3]),
            ([4, 1, 0, 4, 1, 5], [2.753_020_4, 4.445_041_9, 5.801_937_7]),
            ([2e-30, 0, 0, -4e-30, 0, 6e-30], [-4e-30, 2e-30, 6e-30]),
            ([2e30, 0, 0, -4e30, 0, 6e30], [-4e30, 2e30, 6e30]),
        ] as [([Float], [Float])]
    )
    func known(entries: [Float], expected: [Float]) {
        let values = SymmetricCubic(entries[0], entries[1], entries[2], entries[3], entries[4], entries[5]).ascending
        let margin = (entries.map(\.magnitude).max() ?? 0) * 2e-4
        for (value, expected) in zip([values.0, values.1, values.2], expected) {
            #expect((value - expected).magnitude <= margin, "\(values)")
        }
    }

    /// ilastik's arctangent is 0 there where π / 2 is right, and thresholds know no better.
    @Test("where one eigenvalue is the mean of all, to the bit, they are wrong in the same way as in ilastik")
    func antisymmetric() {
        let values = SymmetricCubic(1, 0, 0, 0, 0, -1).ascending
        #expect((values.0 + 0.577_350_3).magnitude < 1e-5 && (values.1 + 0.577_350_3).magnitude < 1e-5)
        #expect((values.2 - 1.154_700_5).magnitude < 1e-5)
    }

    @Test("no number in, no number out")
    func notANumber() {
        let values = SymmetricCubic(.nan, .nan, .nan, .nan, .nan, .nan).ascending
        #expect(values.0.isNaN && values.1.isNaN && values.2.isNaN)
    }
}

import Imaging
import Testing

@Suite("Colours of classes")
struct ClassPaletteTests {
    @Test("differ, up to the most classes there can be, and no class is grey")
    func distinct() {
        let colors = (0...255).map { ClassPalette.color(of: $0) }
        #expect(Set(colors).count == 256)
        #expect(colors[0].red == colors[0].green && colors[0].green == colors[0].blue)
        func distance(_ a: ClassPalette.Color, _ b: ClassPalette.Color) -> Int {
            abs(Int(a.red) - Int(b.red)) + abs(Int(a.green) - Int(b.green)) + abs(Int(a.blue) - Int(b.blue))
        }
        // A dozen are told apart by eye.
        for first in 0...12 {
            for second in 0..<first { #expect(distance(colors[first], colors[second]) >= 60, "\(first) \(second)") }
        }
    }
}

import Imaging
import Testing
import Training

@Suite("Scribbles")
struct ScribblesTests {
    /// The scribbles as a flood fill finds them, by the definition: pixels of one value that touch, at corners too.
    private static func flooded(_ pixels: [Int], _ values: [Int32], _ size: ImageSize) -> [UInt32] {
        var rows: [Int: Int] = [:]
        for (row, pixel) in pixels.enumerated() { rows[pixel] = row }
        var numbers: [UInt32?] = Array(repeating: nil, count: pixels.count)
        var next: UInt32 = 0
        for start in pixels.indices where numbers[start] == nil {
            var open = [start]
            numbers[start] = next
            while let row = open.popLast() {
                let (line, x) = pixels[row].quotientAndRemainder(dividingBy: size.width)
                let (z, y) = line.quotientAndRemainder(dividingBy: size.height)
                for (dx, dy, dz) in (0..<27).map({ ($0 % 3 - 1, $0 / 3 % 3 - 1, $0 / 9 - 1) }) {
                    guard (0..<size.width).contains(x + dx), (0..<size.height).contains(y + dy),
                        (0..<size.depth).contains(z + dz)
                    else { continue }
                    let place = ((z + dz) * size.height + y + dy) * size.width + x + dx
                    if let other = rows[place], numbers[other] == nil, values[other] == values[row] {
                        numbers[other] = next
                        open.append(other)
                    }
                }
            }
            next += 1
        }
        return numbers.map { $0 ?? .max }
    }

    @Test(
        "are those of a flood fill",
        arguments: [
            ImageSize(width: 23, height: 17), ImageSize(width: 1, height: 40), ImageSize(width: 40, height: 1),
            ImageSize(width: 9, height: 8, depth: 7), ImageSize(width: 3, height: 1, depth: 30),
        ],
        [0.02, 0.1, 0.3, 0.6, 1]
    )
    func flood(size: ImageSize, density: Double) {
        for seed in 0..<20 as Range<UInt64> {
            var random = SplitMix(seed: seed)
            let pixels = (0..<size.pixelCount).filter { _ in Double.random(in: 0..<1, using: &random) < density }
            let values = pixels.map { _ in Int32.random(in: 1...2, using: &random) }
            let scribbles = Scribbles(pixels: pixels, values: values, width: size.width, height: size.height)
            let expected = Self.flooded(pixels, values, size)
            #expect(scribbles.numbers == expected)
            #expect(scribbles.count == Set(expected).count)
        }
    }

    @Test("of slices with nothing between them do not touch")
    func gap() {
        let scribbles = Scribbles(pixels: [0, 8, 12], values: [1, 1, 1], width: 2, height: 2)
        #expect(scribbles.numbers == [0, 1, 1])
    }
}

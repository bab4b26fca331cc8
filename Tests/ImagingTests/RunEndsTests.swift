import Imaging
import Testing

@Suite("Ends of runs")
struct RunEndsTests {
    /// What they are, pixel by pixel.
    private static func ends<Pixel: Equatable>(_ pixels: [Pixel]) -> [UInt32] {
        pixels.indices.filter { $0 + 1 == pixels.count || pixels[$0] != pixels[$0 + 1] }.map { UInt32($0 + 1) }
    }

    private static func found<Pixel>(
        _ pixels: [Pixel],
        _ find: (UnsafeBufferPointer<Pixel>, UnsafeMutablePointer<UInt32>) -> Int
    ) -> [UInt32] {
        var ends = [UInt32](repeating: 0, count: max(1, pixels.count))
        let count = pixels.withUnsafeBufferPointer { find($0, &ends) }
        return Array(ends[..<count])
    }

    @Test("are those that a comparison pixel by pixel finds, whatever differs in a pixel")
    func ends() {
        var state: UInt64 = 5
        func next(below limit: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % limit
        }
        for count in [0, 1, 2, 7, 8, 9, 63, 64, 65, 66, 129, 513, 2000] {
            for longest: UInt64 in [1, 3, 70, 700] {
                var pixels: [UInt32] = []
                while pixels.count < count {
                    // A single bit, in any place, makes a difference.
                    let value = next(below: 3) == 0 ? 0 : UInt32(1) << UInt32(next(below: 32))
                    pixels += repeatElement(value, count: 1 + Int(next(below: longest)))
                }
                pixels = Array(pixels[..<count])
                let words = pixels.map { UInt16(truncatingIfNeeded: $0 | $0 >> 16) }
                let bytes = words.map { UInt8(truncatingIfNeeded: $0 | $0 >> 8) }
                #expect(Self.found(pixels) { RunEnds.find(in: $0, into: $1) } == Self.ends(pixels))
                #expect(Self.found(words) { RunEnds.find(in: $0, into: $1) } == Self.ends(words))
                #expect(Self.found(bytes) { RunEnds.find(in: $0, into: $1) } == Self.ends(bytes))
                let mask = Mask(size: ImageSize(width: count, height: 1), bytes: bytes)
                var ends = [UInt32](repeating: 0, count: max(1, count))
                let inMask = mask.words.withUnsafeBufferPointer { RunEnds.find(inMask: $0, count: count, into: &ends) }
                #expect(Array(ends[..<inMask]) == Self.ends(bytes.map { $0 != 0 }))
            }
        }
    }
}

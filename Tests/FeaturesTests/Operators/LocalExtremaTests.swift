import Imaging
import Testing

@Suite("Local extrema")
struct LocalExtremaTests {
    @Test("local extrema: the first of equal ones column by column, borders included", arguments: oddSizes)
    func extrema(size: ImageSize) throws {
        for (seed, span) in [(1, 0...1), (2, 0...3), (3, 0...255)] {
            let image = NaiveImage.random(size, seed: seed, bytes: span)
            for (name, sign) in [("maxima", Float(1)), ("minima", -1)] {
                let expected = image.map { x, y, z in
                    let own = sign * image.at(x, y, z)
                    let offsets = NaiveImage.cube(1, axes: image.axes)
                    for (index, offset) in offsets.enumerated() where offset != [0, 0, 0] {
                        let place = [x + offset[0], y + offset[1], z + offset[2]]
                        let extents = [size.width, size.height, size.depth]
                        guard zip(place, extents).allSatisfy({ $0 >= 0 && $0 < $1 }) else { continue }
                        let other = sign * image.at(place[0], place[1], place[2])
                        if other > own || (other == own && index < offsets.count / 2) { return 0 }
                    }
                    return 1
                }
                #expect(try evaluate("detect_\(name)_box=0", image).bits == expected.bits, "\(name) of \(span)")
            }
        }
        // From 2^24 on, a pixel less 1 is the pixel: an equal neighbour does not count then.
        let large = NaiveImage(size: ImageSize(width: 2, height: 1), pixels: [0x1p25, 0x1p25])
        #expect(try evaluate("detect_maxima_box=0", large).pixels == [1, 1])
        let small = NaiveImage(size: ImageSize(width: 2, height: 1), pixels: [5, 5])
        #expect(try evaluate("detect_maxima_box=0", small).pixels == [1, 0])
    }
}

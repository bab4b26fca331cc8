import Imaging
import Testing

@Suite("Laplace")
struct LaplaceTests {
    @Test("equals the formula bit for bit, at the borders too, also of a blur", arguments: oddSizes)
    func formula(size: ImageSize) throws {
        for seed in 0..<10 {
            let image = NaiveImage.random(size, seed: 100 + seed)
            #expect(try evaluate("laplace_box=1", image).bits == image.laplaceBox.bits)
            #expect(try evaluate("laplace_diamond=1", image).bits == image.laplaceDiamond.bits)
            #expect(try evaluate("laplace_box_of_gaussian_blur=1", image).bits == image.blurred(1).laplaceBox.bits)
        }
    }

    @Test("the Laplacian rounds in the order of the reference")
    func order() throws {
        // 2^60 + 1 needs more than a double: which neighbour comes first decides what is left.
        let big: Float = 0x1p60
        let size = ImageSize(width: 3, height: 3)
        let image = NaiveImage(size: size, pixels: [0, 0, 0, -big, 0, big, 0, 0, 1])
        // -2^60 (right), then +2^60 (left), then -1 (the last corner).
        #expect(try evaluate("laplace_box=1", image).pixels[4] == -1)
        // Right, left, top, bottom: 0 - 2^60 - 1 + 2^60 loses the 1, which comes before the bottom.
        let cross = NaiveImage(size: size, pixels: [0, 1, 0, 0, 0, big, 0, -big, 0])
        #expect(try evaluate("laplace_diamond=1", cross).pixels[4] == 0)
    }

    @Test("a ramp of a volume gives -25 times the pixel with a box, nothing with a diamond")
    func ramp() throws {
        for axis in 0..<3 {
            let image = NaiveImage.ramp(axis: axis)
            #expect(try evaluate("laplace_box=1", image).pixels[62] == -25 * 2)
            #expect(try evaluate("laplace_diamond=1", image).pixels[62] == 0)
        }
    }
}

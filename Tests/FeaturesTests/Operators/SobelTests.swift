import Imaging
import Testing

@Suite("Sobel")
struct SobelTests {
    @Test("equals the formula bit for bit, at the borders too, also of a Laplacian", arguments: oddSizes)
    func formula(size: ImageSize) throws {
        for seed in 0..<10 {
            let image = NaiveImage.random(size, seed: 100 + seed)
            #expect(try evaluate("sobel=1", image).bits == image.sobel.bits)
            #expect(try evaluate("sobel_of_laplace_box=1", image).bits == image.laplaceBox.sobel.bits)
        }
    }

    @Test("a ramp of a volume gives 32 along each axis")
    func ramp() throws {
        for axis in 0..<3 { #expect(try evaluate("sobel=1", NaiveImage.ramp(axis: axis)).pixels[62] == 32) }
    }
}

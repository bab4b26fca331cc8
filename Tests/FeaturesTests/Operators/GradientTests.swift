import Imaging
import Testing

@Suite("Gradients")
struct GradientTests {
    @Test("the next pixel minus the previous one, at the borders too", arguments: oddSizes)
    func formula(size: ImageSize) throws {
        for seed in 0..<10 {
            let image = NaiveImage.random(size, seed: 100 + seed)
            let alongX = image.map { image.at($0 + 1, $1, $2) - image.at($0 - 1, $1, $2) }
            let alongY = image.map { image.at($0, $1 + 1, $2) - image.at($0, $1 - 1, $2) }
            let alongZ = image.map { image.at($0, $1, $2 + 1) - image.at($0, $1, $2 - 1) }
            #expect(try evaluate("gradient_x=1", image).bits == alongX.bits)
            #expect(try evaluate("gradient_y=1", image).bits == alongY.bits)
            guard size.is3D else { continue }
            #expect(try evaluate("gradient_z=1", image).bits == alongZ.bits)
        }
    }

    @Test("a ramp of a volume gives 2 along its axis, not halved, and 0 along the others")
    func ramp() throws {
        for axis in 0..<3 {
            let image = NaiveImage.ramp(axis: axis)
            let gradients = try ["x", "y", "z"].map { try evaluate("gradient_\($0)=1", image).pixels[62] }
            #expect(gradients == (0..<3).map { $0 == axis ? 2 : 0 })
        }
    }
}

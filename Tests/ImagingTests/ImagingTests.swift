import Imaging
import Testing

@Suite("Image values")
struct ImagingTests {
    /// Extents along T, Z, C; Y is 4 and X is 5.
    @Test(
        "axes that are longer than 1 are named, slowest first",
        arguments: [
            ([1, 1, 1], "YX", [4, 5]), ([1, 1, 2], "CYX", [2, 4, 5]), ([1, 3, 1], "ZYX", [3, 4, 5]),
            ([7, 1, 1], "TYX", [7, 4, 5]), ([7, 3, 2], "TZCYX", [7, 3, 2, 4, 5]),
        ]
    )
    func axes(extents: [Int], axes: String, all: [Int]) {
        let size = ImageSize(width: 5, height: 4)
        let shape = ImageShape(frames: extents[0], slices: extents[1], channels: extents[2], size: size)
        let layout = ImageLayout(shape: shape, pixelType: .uint16)
        #expect(layout.axes == axes)
        #expect(layout.extents == all)
        #expect(shape.planeCount * size.pixelCount == all.reduce(1, *))
    }

    @Test("people read width before height")
    func sizeInWords() {
        #expect("\(ImageSize(width: 5, height: 4))" == "5 × 4")
    }

    @Test("every pixel type converts to float32 by rounding to the nearest, ties to even")
    func floats() {
        #expect(PixelValues.uint8([0, 255]).floats == [0, 255])
        #expect(PixelValues.uint16([1, 65_535]).floats == [1, 65_535])
        // 2²⁴ + 1 and 2²⁴ + 3 lie half way between two float32 values; the largest value rounds up to 2³².
        #expect(
            PixelValues.uint32([16_777_217, 16_777_219, .max]).floats == [16_777_216, 16_777_220, 4_294_967_296]
        )
        #expect(PixelValues.float32([-0.5, .infinity]).floats == [-0.5, .infinity])
    }

    @Test("NaN, infinities, -0, and floats of extreme size are not ordinary, wherever they stand")
    func ordinary() {
        #expect(!PixelValues.uint8([0]).haveSpecialValues && !PixelValues.uint32([0, .max]).haveSpecialValues)
        let ordinary: [Float] = [0, 1, -1, 0x1p-64, -0x1p-64, 0x1p36, -0x1p36, 4_294_967_296]
        #expect(!PixelValues.float32(ordinary).haveSpecialValues && !PixelValues.float32([]).haveSpecialValues)
        let special: [Float] = [
            -0.0, .nan, -.nan, .infinity, -.infinity, 0x1.000002p36, -0x1.000002p36, 0x1.fffffep-65, -0x1.fffffep-65,
            .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude,
        ]
        for value in special {
            for place in [0, 9, 40] {
                var pixels = [Float](repeating: 3, count: 41)
                pixels[place] = value
                #expect(PixelValues.float32(pixels).haveSpecialValues, "\(value) at \(place)")
            }
        }
    }

    @Test(
        "pixels know their type and number",
        arguments: [
            (PixelValues.uint8([1, 2, 3]), PixelType.uint8, 1), (.uint16([1, 2, 3]), .uint16, 2),
            (.uint32([1, 2, 3]), .uint32, 4), (.float32([1, 2, 3]), .float32, 4),
        ]
    )
    func pixelTypes(pixels: PixelValues, type: PixelType, bytes: Int) {
        #expect(pixels.pixelType == type)
        #expect(pixels.count == 3)
        #expect(type.byteCount == bytes)
    }
}

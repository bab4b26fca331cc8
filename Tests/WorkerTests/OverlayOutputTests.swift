import Imaging
import Pictures
import TestSupport
import Testing
import WorkerProtocol

@Suite("The overlay, written by the worker")
struct OverlayOutputTests {
    /// The picture, and where the image is in it.
    private func overlay(_ bench: Workbench) throws -> (canvas: Canvas, image: OverlayPicture.Frame) {
        let script = "import sys; sys.stdout.buffer.write(open(sys.argv[1], 'rb').read())"
        let bytes = try GoldenArray.output(of: script, arguments: [bench.path(.overlay)])
        #expect(PNGMark.isOurs(bytes.prefix(256)))
        let image = try #require(PNGFile.texts(in: bytes)["Comment"].flatMap { OverlayPicture.Frame(text: $0) })
        return (try PNGFile.decode(bytes), image)
    }

    /// Where the picture shows colour, by pixel of the image.
    private func colours(_ canvas: Canvas, _ image: OverlayPicture.Frame, width: Int) -> Set<Int> {
        let factor = image.width / width
        var coloured = Set<Int>()
        for y in 0..<image.height {
            for x in 0..<image.width {
                let colour = canvas[image.x + x, image.y + y]
                if colour != Colour(grey: colour.red) { coloured.insert(y / factor * width + x / factor) }
            }
        }
        return coloured
    }

    @Test("outlines lie on the borders of the objects that real APOC finds, and on nothing else")
    func borders() throws {
        let fixture = try GoldenFixture("nuclei_uint8")
        let bench = try Workbench()
        let report = try bench.report(
            fixture.path("input.tif"),
            classifier: fixture.classifierText(),
            outputs: [.labels, .overlay],
            positiveClass: 2
        )
        let expected = try fixture.array("expected_labels.tif")
        let (height, width, labels) = (expected.shape[0], expected.shape[1], expected.integers)
        let (canvas, image) = try overlay(bench)
        #expect(image.width % width == 0 && image.width / width == image.height / height && image.width <= 512)
        var border = Set<Int>()
        for index in labels.indices where labels[index] != 0 {
            let (x, y) = (index % width, index / width)
            let isInside =
                x > 0 && y > 0 && x < width - 1 && y < height - 1
                && [-1, 1, -width, width].allSatisfy { labels[index + $0] == labels[index] }
            if !isInside { border.insert(index) }
        }
        #expect(colours(canvas, image, width: width) == border)
        #expect(!border.isEmpty && report.outputs.count == 2)
    }

    @Test("of a time series of stacks the middle frame is shown, of its slices all objects together")
    func stack() throws {
        let fixture = try GoldenFixture("time_and_slices")
        let bench = try Workbench()
        _ = try bench.report(
            fixture.path("input.tif"),
            classifier: fixture.classifierText(),
            outputs: [.overlay],
            positiveClass: 2
        )
        // Two frames: the first is the one before the middle.
        let first = try fixture.array("expected_labels.tif")[0]
        let (canvas, image) = try overlay(bench)
        let together = (0..<72 * 80).map { pixel in (0..<3).contains { first[$0].integers[pixel] != 0 } }
        for pixel in colours(canvas, image, width: 80) { #expect(together[pixel]) }
        #expect(canvas.width <= 1024 && image.width == 80 * (512 / 80))
    }
}

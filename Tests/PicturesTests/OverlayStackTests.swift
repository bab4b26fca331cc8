import Imaging
import Pictures
import Testing

@Suite("Overlays of stacks, channels and odd images")
struct OverlayStackTests {
    private let faint = Colour(grey: 170)

    private func plane(_ value: UInt16, at place: Int, size: ImageSize) -> PixelValues {
        var pixels = [UInt16](repeating: 0, count: size.pixelCount)
        pixels[place] = value
        return .uint16(pixels)
    }

    @Test("a volume and looped slices show the brightest slice at each pixel, and say so", arguments: [true, false])
    func projection(isLooped: Bool) {
        let size = ImageSize(width: 600, height: 600)
        let first = OverlayScene(width: 600, height: 600, radius: 20, pitch: 200)
        var second = first
        second.labels = [UInt32](repeating: 0, count: size.pixelCount)
        for y in 300..<340 { for x in 100..<160 { second.labels[y * 600 + x] = 1 } }
        second.pixels = second.labels.map { $0 == 1 ? 400 : 50 }
        second.count = 1
        var stack = OverlayStack(size: size, isLooped: isLooped)
        if isLooped {
            for scene in [first, second] {
                stack.add(channels: [.uint16(scene.pixels)], labels: scene.labelImage, classes: nil)
            }
        } else {
            let all = LabelImage(
                size: ImageSize(width: 600, height: 600, depth: 2),
                labels: first.labels + second.labels.map { $0 == 0 ? 0 : UInt32(first.count + 1) },
                count: first.count + 1
            )
            stack.add(channels: [.uint16(first.pixels + second.pixels)], labels: all, classes: nil)
        }
        let picture = OverlayPicture(stack, facts: OverlayFacts(imageName: "z.tif", frame: 2, frameCount: 5))
        let canvas = picture.canvas
        #expect(canvas.places(of: "maximum projection of 2 slices", scale: 2, faint).count == 1)
        #expect(canvas.places(of: "frame 3 of 5", scale: 2, faint).count == 1)
        #expect(canvas.places(of: "\(first.count + 1) objects", scale: 2, faint).count == 1)
        #expect(canvas.places(of: "outlines of all slices together", scale: 2, faint).count == (isLooped ? 1 : 0))
        // Inside the rectangle the second slice is brighter than anything; in the discs' middle the first one is.
        #expect(canvas[105, 305] == Colour(grey: 254))
        #expect(canvas[picture.image.x + 100, 80 + 10].red > 40)
        // The outlines of both slices are there.
        for (x, y) in [(100, 320), (100, 80)] {
            let colour = canvas[x, y]
            #expect(colour != Colour(grey: colour.red), "\(x), \(y): \(colour)")
        }
    }

    @Test("one channel is grey; several have colours of their own, or those of their names")
    func channels() {
        let size = ImageSize(width: 600, height: 600)
        func picture(_ names: [String?], count: Int, isPhotograph: Bool = false) -> Canvas {
            var stack = OverlayStack(size: size, isLooped: false)
            let planes = (0..<count).map { plane(900, at: 600 * 300 + 100 * ($0 + 1), size: size) }
            let none = LabelImage(size: size, labels: [UInt32](repeating: 0, count: size.pixelCount), count: 0)
            stack.add(channels: planes, labels: none, classes: nil)
            let facts = OverlayFacts(imageName: "c.tif", channelNames: names, isPhotograph: isPhotograph)
            return OverlayPicture(stack, facts: facts).canvas
        }
        #expect(picture([], count: 1)[100, 300] == Colour(grey: 254))
        let two = picture([], count: 2)
        #expect(two[100, 300] == Colour(0, 255, 0) && two[200, 300] == Colour(255, 0, 255) && two[300, 300] == .black)
        #expect(two.places(of: "channel 2: 0 to 900", scale: 2, faint).count == 1)
        let named = picture(["Cy5", "DAPI confocal", nil], count: 3)
        #expect(named[100, 300] == Colour(255, 0, 255) && named[200, 300] == Colour(70, 110, 255))
        #expect(named[300, 300] == Colour(0, 255, 0))
        #expect(named.places(of: "DAPI confocal: 0 to 900", scale: 2, faint).count == 1)
        let photograph = picture([], count: 3, isPhotograph: true)
        #expect((1...3).map { photograph[100 * $0, 300] } == [Colour(255, 0, 0), Colour(0, 255, 0), Colour(0, 0, 255)])
        // Two channels of one name still differ.
        let same = ChannelColours.all(names: ["GFP", "GFP"], isPhotograph: false)
        #expect(same[0] != same[1])
    }

    @Test("images without contrast, of NaN, of infinities and without objects have pictures")
    func oddImages() throws {
        let size = ImageSize(width: 300, height: 200)
        let none = LabelImage(size: size, labels: [UInt32](repeating: 0, count: size.pixelCount), count: 0)
        let facts = OverlayFacts(imageName: "odd.tif")
        func picture(_ values: PixelValues) -> OverlayPicture {
            var stack = OverlayStack(size: size, isLooped: false)
            stack.add(channels: [values], labels: none, classes: nil)
            return OverlayPicture(stack, facts: facts)
        }
        // The image stands in the middle above a legend that is wider.
        func image(_ values: PixelValues) throws -> Canvas {
            let picture = picture(values)
            let place = picture.image
            return try #require(picture.canvas.part(x: place.x, y: place.y, width: place.width, height: place.height))
        }
        let flat = PixelValues.uint16([UInt16](repeating: 7, count: 60_000))
        let canvas = picture(flat).canvas
        #expect(canvas.places(of: "0 objects", scale: 1, faint).count == 1)
        #expect(canvas.places(of: "grey values: 7 everywhere", scale: 1, faint).count == 1)
        #expect(try image(flat)[10, 10] != .black)
        #expect(try image(.uint8([UInt8](repeating: 0, count: 60_000)))[10, 10] == .black)
        #expect(try image(.float32([Float](repeating: .nan, count: 60_000)))[10, 10] == .black)
        var values = (0..<60_000).map { Float($0 % 300) }
        for index in 0..<20_000 { values[index] = [.nan, .infinity, -.infinity][index % 3] }
        let holes = try image(.float32(values))
        #expect(holes[150, 20] == .black && holes[299, 150] == Colour(grey: 254) && holes[150, 150].red > 100)
    }

    @Test("100,000 objects at all borders are seen, each at its place, and the image through them")
    func crowd() {
        let size = ImageSize(width: 1000, height: 900)
        var labels: [UInt32] = []
        for row in 0..<900 { for column in 0..<1000 { labels.append(UInt32(row / 3 * 334 + column / 3 + 1)) } }
        var stack = OverlayStack(size: size, isLooped: false)
        let pixels = (0..<900_000).map { UInt8($0 % 1000 / 4) }
        stack.add(
            channels: [.uint8(pixels)],
            labels: LabelImage(size: size, labels: labels, count: 100_200),
            classes: nil
        )
        let picture = OverlayPicture(stack, facts: OverlayFacts(imageName: "crowd.tif"))
        #expect(picture.canvas.places(of: "100,200 objects", scale: 2, faint).count == 1)
        func brightness(_ columns: Range<Int>) -> Int {
            columns.reduce(0) { sum, x in
                let colour = picture.canvas[x, 399]
                return sum + Int(colour.red) + Int(colour.green) + Int(colour.blue)
            }
        }
        #expect(brightness(800..<900) > brightness(0..<100) + 100 * 3 * 50)
    }
}

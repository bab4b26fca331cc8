import Imaging
import Pictures
import Testing

@Suite("The overlay of a result")
struct OverlayPictureTests {
    private let ink = Colour(grey: 235)
    private let faint = Colour(grey: 170)

    @Test("outlines have the colours of the objects' classes, and the legend says which and how many")
    func classes() {
        let scene = OverlayScene(width: 600, height: 500, radius: 8, pitch: 40)
        let classes = (0...scene.count).map { UInt8($0 % 3) }
        let objects = ObjectClasses(classes: classes, probabilities: classes.map { $0 == 0 ? .nan : 1 }, classCount: 2)
        let picture = OverlayPicture(scene.stack(classes: objects), facts: OverlayFacts(imageName: "x.tif"))
        #expect((picture.image.width, picture.image.height) == (600, 500))
        var outlined = Set<UInt32>()
        for y in 0..<500 {
            for x in 0..<600 {
                let label = scene.labels[y * 600 + x]
                let neighbours = [(1, 0), (-1, 0), (0, 1), (0, -1)].map { dx, dy in
                    (0..<600).contains(x + dx) && (0..<500).contains(y + dy) ? scene.labels[(y + dy) * 600 + x + dx] : 0
                }
                let colour = picture.canvas[picture.image.x + x, y]
                let isGrey = colour == Colour(grey: colour.red)
                guard label != 0, neighbours.contains(where: { $0 != label }) else {
                    // Numbers are grey too.
                    #expect(isGrey)
                    continue
                }
                #expect(colour == ObjectColours.ofClass(Int(classes[Int(label)])))
                outlined.insert(label)
            }
        }
        #expect(outlined.count == scene.count)
        for number in 1...2 {
            let text = "class \(number): \(classes.dropFirst().count { $0 == UInt8(number) })"
            let places = picture.canvas.places(of: text, scale: 2, faint)
            #expect(places.count == 1 && places[0].y >= 500)
            // The patch of colour stands in front.
            if let place = places.first {
                #expect(picture.canvas[place.x - 12, place.y + 6] == ObjectColours.ofClass(number))
            }
        }
        let others = "no class: \(classes.dropFirst().count { $0 == 0 })"
        #expect(picture.canvas.places(of: others, scale: 2, faint).count == 1)
    }

    @Test("the legend says name, number of objects, size and grey values")
    func legend() {
        let scene = OverlayScene(width: 700, height: 400, radius: 5, pitch: 20)
        let canvas = OverlayPicture(scene.stack(), facts: OverlayFacts(imageName: "plate_B03.tif")).canvas
        #expect(canvas.places(of: "plate_B03.tif", scale: 2, ink).count == 1)
        #expect(canvas.places(of: "700 objects", scale: 2, faint).count == 1)
        #expect(canvas.places(of: "700 × 400 pixels", scale: 2, faint).count == 1)
        #expect(canvas.places(of: "grey values: 100 to 150", scale: 2, faint).count == 1)
        #expect(canvas.places(of: "(percentiles 0.2 and 99.8)", scale: 2, faint).count == 1)
        #expect(canvas.places(of: "plate_B04.tif", scale: 2, ink).isEmpty)
    }

    @Test(
        "the scale bar is as long as it says, at any scale",
        arguments: [
            (600, 400, PixelSize(x: 0.5, y: 0.5, unit: "micron"), 50.0, "50 µm"),
            (2048, 1500, PixelSize(x: 0.325, y: 0.325, unit: "µm"), 100, "100 µm"),
            (3000, 300, PixelSize(x: 3, y: 3, unit: "um"), 2000, "2 mm"),
            (100, 100, PixelSize(x: 0.01, y: 0.01, unit: "\u{3BC}m"), 0.2, "200 nm"),
            (900, 900, PixelSize(x: 0.001, y: 0.002, unit: "mm"), 0.2, "0.2 mm"),
        ]
    )
    func scaleBar(width: Int, height: Int, pixel: PixelSize, length: Double, text: String) {
        let scene = OverlayScene(width: width, height: height, radius: 4, pitch: 24)
        let facts = OverlayFacts(imageName: "x.tif", pixelSize: pixel)
        let picture = OverlayPicture(scene.stack(), facts: facts)
        let factor = Double(picture.image.width) / Double(width)
        let expected = length / pixel.x * factor
        let found = picture.canvas.longestRun(of: .white, below: picture.image.height)
        #expect(abs(Double(found) - expected) <= 0.5 + expected / Double(picture.image.width))
        #expect(found <= picture.image.width / 4 && found * 3 > picture.image.width / 4)
        let scale = picture.canvas.width >= 560 ? 2 : 1
        #expect(picture.canvas.places(of: text, scale: scale, ink).count == 1)
        #expect(picture.canvas.places(of: text, scale: scale, ink).allSatisfy { $0.y >= picture.image.height })
    }

    @Test("without a pixel size there is no bar")
    func noScaleBar() {
        let scene = OverlayScene(width: 600, height: 400, radius: 4, pitch: 24)
        let picture = OverlayPicture(scene.stack(), facts: OverlayFacts(imageName: "x.tif"))
        #expect(picture.canvas.longestRun(of: .white, below: picture.image.height) == 0)
    }

    @Test(
        "no side is longer than 1,024 pixels, and small images are enlarged by whole factors",
        arguments: [
            (1, 1, 512), (64, 48, 512), (300, 200, 300), (512, 512, 512), (1024, 1024, 0), (2048, 2048, 0),
            (1500, 90, 1024), (5000, 7, 1024), (7, 5000, 0), (1025, 3, 1024),
        ]
    )
    func size(width: Int, height: Int, expected: Int) {
        let scene = OverlayScene(width: width, height: height, radius: 2, pitch: 9)
        let facts = OverlayFacts(imageName: "x.tif", pixelSize: PixelSize(x: 1, y: 1, unit: "µm"))
        let picture = OverlayPicture(scene.stack(), facts: facts)
        #expect(picture.canvas.width <= 1024 && picture.canvas.height <= 1024)
        if expected > 0 { #expect(picture.image.width == expected) }
        #expect(max(picture.image.width, picture.image.height) >= min(512, max(width, height)))
        if picture.image.width > width { #expect(picture.image.width % width == 0) }
        let smaller = OverlayPicture(scene.stack(), facts: facts, side: 400)
        #expect(smaller.canvas.width <= 400 && smaller.canvas.height <= 400)
    }

    @Test("numbers stand in the objects that have room, and are left out where few have")
    func numbers() {
        let large = OverlayScene(width: 400, height: 400, radius: 30, pitch: 100)
        let canvas = OverlayPicture(large.stack(), facts: OverlayFacts(imageName: "x")).canvas
        for number in 1...large.count {
            let places = canvas.places(of: String(number), scale: 2, .white)
            let (column, row) = ((number - 1) % 4, (number - 1) / 4)
            let isInside = places.contains { place in
                abs(place.x + BitmapFont.width(of: String(number)) - column * 100 - 50) < 4
                    && abs(place.y + BitmapFont.capHeight - row * 100 - 50) < 4
            }
            #expect(isInside, "\(number): \(places)")
        }
        var small = OverlayScene(width: 400, height: 400, radius: 3, pitch: 10)
        // One of the many is large.
        for index in small.labels.indices where index / 400 < 60 && index % 400 < 60 { small.labels[index] = 1 }
        let crowded = OverlayPicture(small.stack(), facts: OverlayFacts(imageName: "x")).canvas
        #expect(crowded.places(of: "1", scale: 2, .white).isEmpty)
    }
}

import Imaging
import Pictures
import Testing

@Suite("The page of a validation")
struct ValidationPictureTests {
    /// The colours that a panel shows, counted.
    private static func colours(_ picture: ValidationPicture, panel: Int) -> [Colour: Int] {
        let frame = picture.panels[panel]
        var counts: [Colour: Int] = [:]
        for y in frame.y..<frame.y + frame.height {
            for x in frame.x..<frame.x + frame.width { counts[picture.canvas[x, y], default: 0] += 1 }
        }
        return counts
    }

    private static func scene(
        _ size: ImageSize,
        truth: [Int: UInt32],
        result: [Int: UInt32],
        content: ValidationScene.Content
    ) -> ValidationScene {
        var (first, second) = (
            [UInt32](repeating: 0, count: size.pixelCount), [UInt32](repeating: 0, count: size.pixelCount)
        )
        if case .classes = content { second = [UInt32](repeating: 1, count: size.pixelCount) }
        for (pixel, number) in truth { first[pixel] = number }
        for (pixel, number) in result { second[pixel] = number }
        let image = PixelValues.uint8((0..<size.pixelCount).map { UInt8($0 % 200) })
        return ValidationScene(size: size, channels: [image], truth: first, result: second, content: content)
    }

    @Test(
        "a single annotated pixel is seen at any scale, and so is that it is wrong",
        arguments: [
            ImageSize(width: 3000, height: 2000), ImageSize(width: 512, height: 512), ImageSize(width: 40, height: 30),
            ImageSize(width: 20, height: 4000),
        ]
    )
    func sparse(size: ImageSize) {
        let pixel = size.pixelCount / 2 + size.width / 3
        let scene = Self.scene(size, truth: [pixel: 2], result: [:], content: .classes(count: 2))
        let picture = ValidationPicture(scene, facts: OverlayFacts(imageName: "x.tif"), figures: [])
        let annotated = Self.colours(picture, panel: 1)[ObjectColours.ofClass(2), default: 0]
        let wrong = Self.colours(picture, panel: 3)[ValidationLegend.colour(of: .wrong), default: 0]
        // Three pixels or more, and not a stain either.
        #expect(annotated >= 3 && annotated <= picture.panels[1].width * picture.panels[1].height / 50 + 3)
        #expect(wrong >= 3)
        #expect(picture.canvas.width <= 1100 && picture.canvas.height <= 1300)
        #expect(picture.panels.allSatisfy { $0.x >= 0 && $0.x + $0.width <= picture.canvas.width })
    }

    @Test("where a wrong pixel falls onto right ones in a small picture, the wrong one is seen")
    func wrongFirst() {
        let size = ImageSize(width: 2048, height: 64)
        let truth = Dictionary(uniqueKeysWithValues: (0..<size.pixelCount).map { ($0, UInt32(1)) })
        let scene = Self.scene(size, truth: truth, result: [5000: 2], content: .classes(count: 2))
        let picture = ValidationPicture(scene, facts: OverlayFacts(imageName: "x.tif"), figures: [])
        #expect(Self.colours(picture, panel: 3)[ValidationLegend.colour(of: .wrong)] == 1)
    }

    @Test("objects are found, missed, extra or not each other's")
    func objects() {
        let size = ImageSize(width: 64, height: 64)
        let scene = Self.scene(
            size,
            truth: [0: 1, 2: 2, 4: 3],
            result: [0: 7, 4: 8, 6: 9],
            content: .objects(matched: [1: 7])
        )
        let picture = ValidationPicture(scene, facts: OverlayFacts(imageName: "x.tif"), figures: [])
        let seen = Self.colours(picture, panel: 3)
        for verdict in ValidationScene.Verdict.allCases {
            // Eight by eight: the picture is enlarged.
            #expect(seen[ValidationLegend.colour(of: verdict)] == 64, "\(verdict)")
        }
    }

    @Test("the figures stand below")
    func figures() {
        let size = ImageSize(width: 300, height: 300)
        let scene = Self.scene(size, truth: [0: 1], result: [:], content: .classes(count: 1))
        let picture = ValidationPicture(scene, facts: OverlayFacts(imageName: "x.tif"), figures: ["mean F1 0.5"])
        let faint = Colour(grey: 170)
        #expect(!picture.canvas.places(of: "mean F1 0.5", scale: 2, faint).isEmpty)
    }
}

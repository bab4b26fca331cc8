import Imaging

/// A page of pictures of a validation: the image, the annotation, the result and where they disagree, with a legend.
package struct ValidationPicture: Sendable {
    /// The longest side of a picture of the four.
    static let panelSide = 512
    private static let gap = 4
    private static let titleHeight = (BitmapFont.height + 3) * 2

    package let canvas: Canvas
    /// Where each of the four pictures is, in reading order.
    package let panels: [OverlayPicture.Frame]

    /// Draws `scene`; `figures` are lines of text below, in ASCII.
    package init(_ scene: ValidationScene, facts: OverlayFacts, figures: [String]) {
        let (width, height) = (scene.size.width, scene.size.height)
        let scale = PictureScale(
            width: width,
            height: height,
            frameWidth: Self.panelSide,
            frameHeight: Self.panelSide,
            enlargedTo: Self.panelSide
        )
        let layers = Self.layers(scene, facts, on: scale)
        let image = Canvas(width: scale.width, height: scale.height, bytes: ChannelLayer.mixed(layers, on: scale))
        let pictures = [image] + Self.marked(scene, image, on: scale)
        // A legend, and the titles of two narrow pictures side by side, have to be read.
        let columnWidth = max(scale.width, Self.panelSide / 2)
        let canvasWidth = 2 * columnWidth + Self.gap
        let legend = Legend(
            ValidationLegend.groups(scene, facts, layers: layers, figures: figures),
            bar: ScaleBar(facts.pixelSize, factor: scale.factor, width: scale.width),
            width: canvasWidth
        )
        let rowHeight = Self.titleHeight + scale.height
        var canvas = Canvas(
            width: canvasWidth,
            height: 2 * rowHeight + Self.gap + legend.height,
            colour: Colour(grey: 24)
        )
        var panels: [OverlayPicture.Frame] = []
        for (index, (picture, title)) in zip(pictures, ValidationLegend.titles(scene)).enumerated() {
            let x = index % 2 * (columnWidth + Self.gap)
            let y = index / 2 * (rowHeight + Self.gap)
            canvas.write(title, x: x + 4, y: y + 4, scale: 2, Colour(grey: 235))
            let frame = OverlayPicture.Frame(
                x: x + (columnWidth - scale.width) / 2,
                y: y + Self.titleHeight,
                width: scale.width,
                height: scale.height
            )
            canvas.draw(picture, x: frame.x, y: frame.y)
            panels.append(frame)
        }
        legend.draw(on: &canvas, top: 2 * rowHeight + Self.gap)
        (self.canvas, self.panels) = (canvas, panels)
    }

    private static func layers(
        _ scene: ValidationScene,
        _ facts: OverlayFacts,
        on scale: PictureScale
    ) -> [ChannelLayer] {
        var stack = OverlayStack(size: scene.size, isLooped: false)
        let none = LabelImage(size: scene.size, labels: Array(repeating: 0, count: scene.size.pixelCount), count: 0)
        stack.add(channels: scene.channels, labels: none, classes: nil)
        return ChannelLayer.all(stack, facts, on: scale)
    }

    /// Annotation, result and disagreement over the image.
    private static func marked(_ scene: ValidationScene, _ image: Canvas, on scale: PictureScale) -> [Canvas] {
        func marks(_ plane: [UInt32], keepsAll: Bool) -> PlaneMarks {
            PlaneMarks(plane, width: scene.size.width, height: scene.size.height, on: scale, keepsAll: keepsAll)
        }
        var truth = marks(scene.truth, keepsAll: true)
        var verdicts = marks(scene.verdicts, keepsAll: true)
        let verdictColours = [Colour.black] + ValidationScene.Verdict.allCases.map(ValidationLegend.colour)
        verdicts.thicken(on: scale)
        switch scene.content {
        case .classes(let count):
            truth.thicken(on: scale)
            let most = max(count, Int(scene.truth.max() ?? 0))
            let colours = (0...most).map { ObjectColours.ofClass($0) }
            return [
                image.dimmed.marked(truth, colours, isSolid: true),
                image.marked(marks(scene.result, keepsAll: false), colours, isSolid: false),
                image.dimmed.marked(verdicts, verdictColours, isSolid: true),
            ]
        case .objects:
            return [
                image.marked(truth, colours(of: scene.truth, scene.size), isSolid: false),
                image.marked(
                    marks(scene.result, keepsAll: true),
                    colours(of: scene.result, scene.size),
                    isSolid: false
                ),
                image.dimmed.marked(verdicts, verdictColours, isSolid: true),
            ]
        }
    }

    /// A colour for each object.
    private static func colours(of labels: [UInt32], _ size: ImageSize) -> [Colour] {
        let places = ObjectPlaces(labels: labels, width: size.width, largest: Int(labels.max() ?? 0)).places
        return ObjectColours.ofNeighbours(places, width: size.width, height: size.height)
    }
}

extension Canvas {
    /// The picture at half its brightness.
    fileprivate var dimmed: Canvas { Canvas(width: width, height: height, bytes: bytes.map { $0 / 2 }) }

    /// The picture with marks in the colours of their numbers; unless they are solid, it is seen through them.
    fileprivate func marked(_ marks: PlaneMarks, _ colours: [Colour], isSolid: Bool) -> Canvas {
        var canvas = self
        for y in 0..<height {
            for x in 0..<width {
                let number = Int(marks.numbers[y * width + x])
                guard number != 0 else { continue }
                canvas[x, y] = isSolid ? colours[number] : colours[number].mixed(with: self[x, y])
            }
        }
        return canvas
    }
}

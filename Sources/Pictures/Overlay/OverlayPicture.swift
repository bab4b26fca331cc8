import Imaging

/// The picture of a result: the image, its objects outlined, and a legend.
package struct OverlayPicture: Sendable {
    /// A place in the picture, in pixels.
    package struct Frame: Sendable, Equatable {
        package var x: Int
        package var y: Int
        package var width: Int
        package var height: Int

        /// The numbers in a text, by which `init(text:)` knows the place again.
        package var text: String { "image \(x) \(y) \(width) \(height)" }

        /// A place in the picture.
        init(x: Int, y: Int, width: Int, height: Int) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }

        /// The place that a text names; nil for any other text.
        package init?(text: String) {
            let words = text.split(separator: " ")
            let numbers = words.dropFirst().compactMap { Int($0) }
            guard words.first == "image", words.count == 5, numbers.count == 4 else { return nil }
            self.init(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
        }
    }

    /// The longest side of a picture unless asked otherwise.
    package static let usualSide = 1024
    /// Small images are enlarged up to this side.
    static let enlargedSide = 512
    /// A legend is at least so wide.
    static let legendSide = 360

    package let canvas: Canvas
    /// Where the image is.
    package let image: Frame

    /// Draws what `stack` holds, at most `side` pixels wide and high.
    ///
    /// Takes a few passes over the pixels and labels of the plane, and some over the picture; memory beside them is about
    /// 30 bytes a pixel of the picture, and 110 an object.
    package init(_ stack: OverlayStack, facts: OverlayFacts, side: Int = usualSide) {
        let (width, height) = (stack.size.width, stack.size.height)
        var legendHeight = 0
        var scale: PictureScale
        var layers: [ChannelLayer]
        var legend: Legend
        var canvasWidth: Int
        repeat {
            scale = PictureScale(
                width: width,
                height: height,
                frameWidth: side,
                frameHeight: max(side / 2, side - legendHeight),
                enlargedTo: min(side, Self.enlargedSide)
            )
            canvasWidth = max(scale.width, min(side, Self.legendSide))
            legend = Legend(
                OverlayLegend.groups(stack, facts, layers: nil),
                bar: ScaleBar(facts.pixelSize, factor: scale.factor, width: scale.width),
                width: canvasWidth
            )
            if legend.height <= legendHeight { break }
            legendHeight = legend.height
        } while true
        layers = ChannelLayer.all(stack, facts, on: scale)
        legend = Legend(
            OverlayLegend.groups(stack, facts, layers: layers),
            bar: ScaleBar(facts.pixelSize, factor: scale.factor, width: scale.width),
            width: canvasWidth
        )
        var picture = Canvas(width: scale.width, height: scale.height, bytes: ChannelLayer.mixed(layers, on: scale))
        let places = ObjectPlaces(labels: stack.labels, width: width, largest: stack.largestLabel).places
        let outlines = ObjectOutlines(of: stack.labels, width: width, height: height, places: places, on: scale)
        picture.draw(outlines, Self.colours(stack, places, facts.classColors))
        if !stack.isLooped { picture.number(places, outlines: outlines, of: stack, on: scale) }

        let frame = Frame(x: (canvasWidth - scale.width) / 2, y: 0, width: scale.width, height: scale.height)
        var canvas = Canvas(width: canvasWidth, height: scale.height + legend.height)
        canvas.draw(picture, x: frame.x, y: frame.y)
        legend.draw(on: &canvas, top: scale.height)
        (self.canvas, image) = (canvas, frame)
    }

    /// A colour for each label.
    private static func colours(
        _ stack: OverlayStack,
        _ places: [ObjectPlaces.Place],
        _ colors: [ClassPalette.Color]
    ) -> [Colour] {
        if stack.isLooped {
            // A label is a class + 1.
            return places.indices.map {
                stack.classes == nil ? ObjectColours.together : ObjectColours.ofClass($0 - 1, colors)
            }
        }
        guard let classes = stack.classes?.classes else {
            return ObjectColours.ofNeighbours(places, width: stack.size.width, height: stack.size.height)
        }
        return places.indices.map { ObjectColours.ofClass($0 < classes.count ? Int(classes[$0]) : 0, colors) }
    }
}

extension Canvas {
    /// Draws outlines; where they cover more than half of the picture, so that the image is seen through them.
    fileprivate mutating func draw(_ outlines: ObjectOutlines, _ colours: [Colour]) {
        let isCrowded = outlines.labels.reduce(0) { $0 + ($1 == 0 ? 0 : 1) } > outlines.labels.count / 2
        for y in 0..<height {
            for x in 0..<width {
                let label = Int(outlines.labels[y * width + x])
                guard label != 0 else { continue }
                self[x, y] = isCrowded ? colours[label].mixed(with: self[x, y]) : colours[label]
            }
        }
    }

    /// Writes the numbers of the objects that have room for theirs, in the largest of two sizes. Where few have, there
    /// are none: a number here and there says nothing.
    fileprivate mutating func number(
        _ places: [ObjectPlaces.Place],
        outlines: ObjectOutlines,
        of stack: OverlayStack,
        on scale: PictureScale
    ) {
        let texts = places.enumerated().map { label, place in
            NumberPlace(label, place, outlines: outlines, of: stack, on: scale)
        }
        guard texts.count(where: { $0 != nil }) * 4 >= places.count(where: { $0.area > 0 }) else { return }
        for text in texts {
            guard let text else { continue }
            write(text.text, x: text.x, y: text.y, scale: text.size, .white, edge: Colour(grey: 20))
        }
    }
}

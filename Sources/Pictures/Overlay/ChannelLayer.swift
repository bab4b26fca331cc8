import Imaging

/// One channel in the size of the picture, with its contrast and its colour.
struct ChannelLayer {
    let name: String?
    let colour: Colour
    var contrast: ContrastStretch
    let pixels: [Float]

    /// The layers of all channels. Those of a photograph share one contrast, so that its colours stay.
    static func all(_ stack: OverlayStack, _ facts: OverlayFacts, on scale: PictureScale) -> [ChannelLayer] {
        let names =
            facts.channelNames.count == stack.channels.count ? facts.channelNames : stack.channels.map { _ in nil }
        let colours = ChannelColours.all(names: names, isPhotograph: facts.isPhotograph)
        var layers = zip(stack.channels, zip(names, colours)).map { channel, look in
            let pixels = AreaAverage(
                channel,
                width: stack.size.width,
                height: stack.size.height,
                toWidth: scale.width,
                toHeight: scale.height
            ).pixels
            return ChannelLayer(name: look.0, colour: look.1, contrast: ContrastStretch(pixels), pixels: pixels)
        }
        if facts.isPhotograph, layers.count == 3 {
            let low = layers.reduce(Float.infinity) { min($0, $1.contrast.low) }
            let high = layers.reduce(-Float.infinity) { max($0, $1.contrast.high) }
            for index in layers.indices { layers[index].contrast = ContrastStretch(low: low, high: high) }
        }
        return layers
    }

    /// The picture of all layers: their light added up, three bytes a pixel.
    ///
    /// A single layer has 128 greys, more than anybody tells apart: with the colours of outlines that is few enough for a
    /// palette.
    static func mixed(_ layers: [ChannelLayer], on scale: PictureScale) -> [UInt8] {
        let count = scale.width * scale.height
        if layers.count == 1, let layer = layers.first {
            return [UInt8](unsafeUninitializedCapacity: count * 3) { bytes, initialized in
                for index in 0..<count {
                    let grey = UInt8(layer.brightness(index) * 127) * 2
                    bytes[3 * index] = grey
                    bytes[3 * index + 1] = grey
                    bytes[3 * index + 2] = grey
                }
                initialized = count * 3
            }
        }
        var light = [Float](repeating: 0, count: count * 3)
        for layer in layers {
            let (red, green, blue) = (Float(layer.colour.red), Float(layer.colour.green), Float(layer.colour.blue))
            for index in 0..<count {
                let brightness = layer.brightness(index)
                light[3 * index] += brightness * red
                light[3 * index + 1] += brightness * green
                light[3 * index + 2] += brightness * blue
            }
        }
        return light.map { UInt8(min($0, 255)) }
    }

    private func brightness(_ index: Int) -> Float {
        // Without contrast nothing can be seen; black would look as if nothing were there.
        contrast.isFlat ? (pixels[index] == 0 || pixels[index].isNaN ? 0 : 0.3) : contrast.brightness(pixels[index])
    }
}

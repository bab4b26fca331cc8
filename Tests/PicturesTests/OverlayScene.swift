import Imaging
import Pictures

/// Made-up images with objects whose places are known.
struct OverlayScene {
    var size: ImageSize
    var pixels: [UInt16]
    var labels: [UInt32]
    var count: Int

    /// Discs of that radius on a grid, dark grey on black.
    init(width: Int, height: Int, radius: Int, pitch: Int) {
        size = ImageSize(width: width, height: height)
        pixels = [UInt16](repeating: 100, count: width * height)
        labels = [UInt32](repeating: 0, count: width * height)
        count = 0
        for centreY in stride(from: pitch / 2, to: height, by: pitch) {
            for centreX in stride(from: pitch / 2, to: width, by: pitch) {
                count += 1
                for y in max(0, centreY - radius)...min(height - 1, centreY + radius) {
                    for x in max(0, centreX - radius)...min(width - 1, centreX + radius) {
                        let (dx, dy) = (x - centreX, y - centreY)
                        guard dx * dx + dy * dy <= radius * radius else { continue }
                        labels[y * width + x] = UInt32(count)
                        pixels[y * width + x] = UInt16(100 + 10 * (radius * radius - dx * dx - dy * dy) / radius)
                    }
                }
            }
        }
    }

    var labelImage: LabelImage { LabelImage(size: size, labels: labels, count: count) }

    /// The stack of this one plane.
    func stack(classes: ObjectClasses? = nil, channels: [PixelValues]? = nil) -> OverlayStack {
        var stack = OverlayStack(size: size, isLooped: false)
        stack.add(channels: channels ?? [.uint16(pixels)], labels: labelImage, classes: classes)
        return stack
    }
}

extension Canvas {
    /// The places at which a text stands, letters of that colour, from row `top` on, whatever is around them.
    func places(of text: String, scale: Int, _ colour: Colour, from top: Int = 0) -> [(x: Int, y: Int)] {
        // Every pixel of every dot, so that a text is not found one pixel beside its place.
        var offsets: [Int] = []
        for dot in BitmapFont.dots(of: text) {
            for row in 0..<scale {
                for column in 0..<scale { offsets.append((dot.y * scale + row) * width + dot.x * scale + column) }
            }
        }
        let (textWidth, textHeight) = (BitmapFont.width(of: text) * scale, BitmapFont.height * scale)
        guard !offsets.isEmpty, textWidth <= width, top + textHeight <= height else { return [] }
        var places: [(x: Int, y: Int)] = []
        let pattern = (colour.red, colour.green, colour.blue)
        bytes.withUnsafeBufferPointer { bytes in
            for y in top...height - textHeight {
                for x in 0...width - textWidth {
                    let isThere = offsets.allSatisfy { offset in
                        let byte = (y * width + x + offset) * 3
                        return bytes[byte] == pattern.0 && bytes[byte + 1] == pattern.1 && bytes[byte + 2] == pattern.2
                    }
                    if isThere { places.append((x, y)) }
                }
            }
        }
        return places
    }

    /// The longest run of a colour in a row, with its row, below `top`.
    func longestRun(of colour: Colour, below top: Int) -> Int {
        var longest = 0
        for y in top..<height {
            var run = 0
            for x in 0..<width {
                run = self[x, y] == colour ? run + 1 : 0
                longest = max(longest, run)
            }
        }
        return longest
    }
}

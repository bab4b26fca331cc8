import Imaging

/// Small label images of every kind; the same for the same seed.
enum LabelSamples {
    /// A plane of up to 11 × 9 pixels.
    static func plane(_ seed: Int) -> LabelImage {
        var random = PixelSequence(seed: UInt32(seed))
        let size = ImageSize(width: Int(random.next() % 11) + 1, height: Int(random.next() % 9) + 1)
        return image(size, kind: seed % 6, &random)
    }

    /// A volume of up to 5 × 4 × 4 pixels.
    static func volume(_ seed: Int) -> LabelImage {
        var random = PixelSequence(seed: UInt32(seed) + 1_000)
        let size = ImageSize(
            width: Int(random.next() % 4) + 2,
            height: Int(random.next() % 3) + 2,
            depth: Int(random.next() % 3) + 2
        )
        return image(size, kind: seed % 6, &random)
    }

    private static func image(_ size: ImageSize, kind: Int, _ random: inout PixelSequence) -> LabelImage {
        let labels: [UInt32] = (0..<size.pixelCount).map { index in
            let (line, column) = index.quotientAndRemainder(dividingBy: size.width)
            let row = line % size.height
            let noise = random.next()
            switch kind {
            // Dots of few objects, in pieces all over the image.
            case 0: return noise % 8 < 5 ? 0 : noise % 3 + 1
            // Every pixel an object.
            case 1: return UInt32(index) + 1
            // Lines.
            case 2: return column % 2 == 0 ? UInt32(column / 2) + 1 : 0
            // Tiles that cover everything, with gaps in the numbers.
            case 3: return UInt32(column / 4 + row / 3 * 3) * 5 + 2
            // One object with holes at every border.
            case 4: return noise % 5 == 0 ? 0 : 1
            // Two halves with frayed edges.
            default: return noise % 4 == 0 ? 0 : column * 2 < size.width ? 1 : 3
            }
        }
        return LabelImage(size: size, labels: labels, count: Int(labels.max() ?? 0))
    }
}

extension LabelImage {
    /// The labels that some pixel carries, in order.
    var present: [UInt32] { Set(labels).subtracting([0]).sorted() }

    /// Slice, row and column of each pixel of an object.
    func places(of label: UInt32) -> [[Int]] {
        labels.indices.filter { labels[$0] == label }.map {
            [$0 / size.width / size.height, $0 / size.width % size.height, $0 % size.width]
        }
    }
}

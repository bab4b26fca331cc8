import Imaging

/// The number of pixels of every object, and the box around it.
struct ObjectBoxes {
    private let size: ImageSize
    /// Pixels by label; those of the background are not counted.
    private(set) var areas: [Int]
    private var boxes: [Box]

    private struct Box {
        var first: (x: Int, y: Int, z: Int) = (.max, .max, .max)
        var end: (x: Int, y: Int, z: Int) = (0, 0, 0)
    }

    /// The boxes of the objects of `image`.
    init(of image: LabelImage) {
        var areas = [Int](repeating: 0, count: image.count + 1)
        var boxes = [Box](repeating: Box(), count: image.count + 1)
        let (width, height) = (image.size.width, image.size.height)
        image.forEachRun { label, pixels in
            guard label != 0 else { return }
            let (line, x) = pixels.lowerBound.quotientAndRemainder(dividingBy: width)
            let (z, y) = line.quotientAndRemainder(dividingBy: height)
            areas[Int(label)] += pixels.count
            let box = boxes[Int(label)]
            boxes[Int(label)].first = (min(box.first.x, x), min(box.first.y, y), min(box.first.z, z))
            boxes[Int(label)].end = (max(box.end.x, x + pixels.count), max(box.end.y, y + 1), max(box.end.z, z + 1))
        }
        (size, self.areas, self.boxes) = (image.size, areas, boxes)
    }

    /// The frame around an object that occurs.
    func frame(of label: Int) -> ObjectFrame {
        let box = boxes[label]
        return ObjectFrame(
            x: box.first.x..<box.end.x,
            y: box.first.y..<box.end.y,
            z: box.first.z..<box.end.z,
            in: size
        )
    }
}

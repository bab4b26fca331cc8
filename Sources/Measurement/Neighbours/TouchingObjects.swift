import Imaging

/// Counts the objects that touch another: some of their pixels are next to each other, over a side, an edge or a corner.
struct TouchingObjects {
    private let image: LabelImage
    private var found: [UInt32] = []

    init(of image: LabelImage) {
        self.image = image
    }

    /// The number of objects that touch `object`.
    mutating func count(_ object: MeasuredObject) -> Int {
        found.removeAll(keepingCapacity: true)
        let (size, own) = (image.size, UInt32(object.label))
        image.labels.withUnsafeBufferPointer { labels in
            for run in object.runs {
                let (first, end) = (max(0, Int(run.first) - 1), min(size.width, Int(run.end) + 1))
                for slice in max(0, Int(run.slice) - 1)...min(size.depth - 1, Int(run.slice) + 1) {
                    for row in max(0, Int(run.row) - 1)...min(size.height - 1, Int(run.row) + 1) {
                        let line = (slice * size.height + row) * size.width
                        // Mostly the same neighbour follows itself.
                        var last: UInt32 = 0
                        for label in labels[line + first..<line + end] where label != own && label != 0 && label != last
                        {
                            last = label
                            found.append(label)
                        }
                    }
                }
            }
        }
        found.sort()
        var count = 0
        for (index, label) in found.enumerated() where index == 0 || found[index - 1] != label { count += 1 }
        return count
    }
}

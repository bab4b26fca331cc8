import Imaging

extension LabelImage {
    /// The labels grown into the background by `radius` steps, as pyclesperanto_prototype's `dilate_labels` does it.
    ///
    /// In odd steps a pixel of the background takes the largest label among all its neighbours, corners included; in even
    /// ones among those that share a face with it.
    func dilated(by radius: Int) -> LabelImage {
        var image = self
        for step in 0..<radius {
            let next = image.grown(includingCorners: step.isMultiple(of: 2))
            if next == image.labels { break }
            image.labels = next
        }
        return image
    }

    private func grown(includingCorners: Bool) -> [UInt32] {
        let (width, height, depth) = (size.width, size.height, size.depth)
        var result = labels
        labels.withUnsafeBufferPointer { labels in
            for slice in 0..<depth {
                for row in 0..<height {
                    for column in 0..<width where labels[(slice * height + row) * width + column] == 0 {
                        var largest: UInt32 = 0
                        for z in max(slice - 1, 0)...min(slice + 1, depth - 1) {
                            for y in max(row - 1, 0)...min(row + 1, height - 1) {
                                for x in max(column - 1, 0)...min(column + 1, width - 1) {
                                    let steps = abs(z - slice) + abs(y - row) + abs(x - column)
                                    guard includingCorners || steps == 1 else { continue }
                                    largest = max(largest, labels[(z * height + y) * width + x])
                                }
                            }
                        }
                        result[(slice * height + row) * width + column] = largest
                    }
                }
            }
        }
        return result
    }
}

package import Imaging

/// A label image whose objects were selected or merged, and what became of each.
package struct RenumberedObjects: Sendable, Equatable {
    /// The objects that are left, with their new numbers.
    package var labels: LabelImage
    /// The new number of each old label from 0 on; 0 where the object is gone. Merged ones have the same.
    package var numbers: [UInt32]

    /// Gives the pixels of `labels` their new numbers.
    init(_ labels: LabelImage, numbers: [UInt32]) {
        var pixels = labels.labels
        for index in pixels.indices { pixels[index] = numbers[Int(pixels[index])] }
        let count = Int(pixels.max() ?? 0)
        self.labels = LabelImage(size: labels.size, labels: pixels, count: count)
        self.numbers = numbers
    }

    /// The old labels of each new number from 0 on, ascending; the list of the background is empty.
    package var origins: [[Int]] {
        var origins = [[Int]](repeating: [], count: Int(numbers.max() ?? 0) + 1)
        for (old, new) in numbers.enumerated() where new != 0 { origins[Int(new)].append(old) }
        return origins
    }
}

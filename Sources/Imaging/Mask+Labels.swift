extension Mask {
    /// The mask of all objects of a label image.
    package init(foregroundOf image: LabelImage) {
        let (width, size) = (image.size.width, image.size)
        let wordsPerRow = Self.wordsPerRow(size)
        var words = [UInt64](repeating: 0, count: Self.wordCount(size))
        image.labels.withUnsafeBufferPointer { labels in
            for row in 0..<size.height * size.depth {
                for word in 0..<wordsPerRow {
                    let first = row * width + 64 * word
                    var bits: UInt64 = 0
                    for bit in 0..<min(64, width - 64 * word) where labels[first + bit] != 0 {
                        bits |= 1 << UInt64(bit)
                    }
                    words[row * wordsPerRow + word] = bits
                }
            }
        }
        self.init(size: size, words: words)
    }
}

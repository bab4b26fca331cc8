import Imaging

/// Median and mode of windows (spec/apoc.md, section 4.7).
enum HostRanks {
    /// The element n / 2 of each window's n sorted pixels.
    static func median(_ padded: PaddedImage, _ offsets: [(x: Int, y: Int, z: Int)], hasNaN: Bool) -> [Float] {
        withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: offsets.count) { sources in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: offsets.count) { window in
                padded.map { row, y, z in
                    for (index, offset) in offsets.enumerated() {
                        sources[index] = padded.row(y + offset.y, z + offset.z) + offset.x
                    }
                    for x in 0..<padded.size.width {
                        var isOrdered = true
                        for index in sources.indices {
                            let pixel = sources[index][x]
                            window[index] = pixel
                            if hasNaN, pixel.isNaN { isOrdered = false }
                        }
                        if isOrdered { select(window) } else { insertionSort(window) }
                        row[x] = window[window.count / 2]
                    }
                }
            }
        }
    }

    /// Brings the element n / 2 of the sorted order to its place (Hoare's selection).
    private static func select(_ window: UnsafeMutableBufferPointer<Float>) {
        let wanted = window.count / 2
        var (low, high) = (0, window.count - 1)
        while low < high {
            let pivot = window[wanted]
            var (left, right) = (low, high)
            repeat {
                while window[left] < pivot { left += 1 }
                while pivot < window[right] { right -= 1 }
                if left <= right {
                    window.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            } while left <= right
            if right < wanted { low = left }
            if wanted < left { high = right }
        }
    }

    /// The reference's own sort, whose result with NaN in the window depends on every step.
    private static func insertionSort(_ window: UnsafeMutableBufferPointer<Float>) {
        for index in window.indices {
            let pixel = window[index]
            var place = index
            while place > 0, pixel < window[place - 1] {
                window[place] = window[place - 1]
                place -= 1
            }
            window[place] = pixel
        }
    }

    /// The most frequent whole number from 0 to 255 of each window, the smallest of several, 0 where there is none.
    static func mode(_ padded: PaddedImage, _ offsets: [(x: Int, y: Int, z: Int)]) -> [Float] {
        let size = padded.size
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { histogram in
            padded.map { row, y, z in
                let inside = offsets.filter {
                    (0..<size.height).contains(y + $0.y) && (0..<size.depth).contains(z + $0.z)
                }
                for x in 0..<size.width {
                    histogram.initialize(repeating: 0)
                    for offset in inside where (0..<size.width).contains(x + offset.x) {
                        let pixel = padded.row(y + offset.y, z + offset.z)[x + offset.x]
                        // The reference cuts to an integer, and writes elsewhere for what is not a byte then.
                        if pixel > -1, pixel < 256 { histogram[Int(pixel)] += 1 }
                    }
                    var best = 0
                    for value in 1..<256 where histogram[value] > histogram[best] { best = value }
                    row[x] = Float(best)
                }
            }
        }
    }
}

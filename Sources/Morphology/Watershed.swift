/// Floods a piece from markers, highest values first, with labels equal to those of
/// `skimage.segmentation.watershed(-values, markers, mask=piece)`, pixel for pixel.
///
/// Pixels wait in a queue by level, then by age. A pixel that is taken out hands its label to its neighbours by faces
/// that have none, in the order of the pixels; each gets the next age, and the lower of the two values as its level,
/// for water does not run uphill. All pixels of markers have age 0; which of those with equal values comes first is
/// what a binary heap makes of them, filled in the order of the pixels (scikit-image 0.26).
struct Watershed: ~Copyable {
    private var heap = LevelHeap()

    /// Labels the cells whose label is 0, from all others that have one and are not outside.
    ///
    /// - Precondition: the margin of the frame is outside.
    mutating func flood(_ frame: ObjectFrame, cells: UnsafeMutablePointer<FloodCell>) {
        for index in 0..<frame.count where cells[index].label != 0 && cells[index].label != FloodCell.outside {
            heap.push(LevelHeap.Entry(level: cells[index].level, age: 0, index: index))
        }
        let faces = frame.faces
        var age: UInt32 = 1
        while let entry = heap.pop() {
            let label = cells[Int(entry.index)].label
            for offset in faces {
                let neighbour = Int(entry.index) + offset
                guard cells[neighbour].label == 0 else { continue }
                age += 1
                cells[neighbour].label = label
                let level = max(entry.level, cells[neighbour].level)
                heap.push(LevelHeap.Entry(level: level, age: age, index: neighbour))
            }
        }
    }
}

/// A binary heap of pixels, lowest level first, then lowest age.
private struct LevelHeap: ~Copyable {
    struct Entry: BitwiseCopyable {
        /// Level, then age, compared at once.
        let key: UInt64
        let index: UInt32

        init(level: UInt32, age: UInt32, index: Int) {
            key = UInt64(level) << 32 | UInt64(age)
            self.index = UInt32(index)
        }

        var level: UInt32 { UInt32(key >> 32) }
    }

    private var entries: [Entry] = []

    mutating func push(_ entry: Entry) {
        entries.append(entry)
        entries.withUnsafeMutableBufferPointer { entries in
            var place = entries.count - 1
            while place > 0 {
                let parent = (place - 1) / 2
                guard entry.key < entries[parent].key else { break }
                entries[place] = entries[parent]
                place = parent
            }
            entries[place] = entry
        }
    }

    mutating func pop() -> Entry? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        entries.withUnsafeMutableBufferPointer { entries in
            guard !entries.isEmpty else { return }
            var place = 0
            while 2 * place + 1 < entries.count {
                var child = 2 * place + 1
                // Of equal children the first.
                if child + 1 < entries.count, entries[child + 1].key < entries[child].key { child += 1 }
                guard entries[child].key < last.key else { break }
                entries[place] = entries[child]
                place = child
            }
            entries[place] = last
        }
        return first
    }
}

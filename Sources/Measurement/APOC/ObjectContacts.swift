import Imaging

/// Which labels share faces of pixels, and how many; the background counts as label 0.
struct ObjectContacts {
    /// Two labels that share faces.
    struct Pair {
        let lower: Int
        let higher: Int
        let faces: Float
        /// The sum over the faces of the mean of the two values, cut to a whole number; in 32 bits, as in the reference.
        let intensity: Float
    }

    /// All pairs, ascending by the lower label, then by the higher one.
    let pairs: [Pair]
    /// The pairs of each label in ascending order of the other one, label after label.
    private let places: [Int32]
    private let ends: [Int]
    /// The faces of each label, summed in the order of its neighbours.
    private let totals: [Float]

    /// The contacts in a label image whose largest label is `count`.
    ///
    /// - Parameter intensity: values to take the mean of along faces; nil where that is not asked for.
    init(_ image: LabelImage, count: Int, intensity: [Float]? = nil) {
        var faces = FaceCounts()
        faces.count(image, intensity: intensity)
        pairs = faces.pairs
        var ends = [Int](repeating: 0, count: count + 2)
        for pair in pairs {
            ends[pair.lower + 1] += 1
            ends[pair.higher + 1] += 1
        }
        for label in 0...count { ends[label + 1] += ends[label] }
        var next = ends
        var totals = [Float](repeating: 0, count: count + 1)
        var places = [Int32](repeating: 0, count: 2 * pairs.count)
        // In this order each label meets its lower neighbours first, both kinds ascending.
        for (index, pair) in pairs.enumerated() {
            places[next[pair.lower]] = Int32(index)
            places[next[pair.higher]] = Int32(index)
            next[pair.lower] += 1
            next[pair.higher] += 1
            totals[pair.lower] += pair.faces
            totals[pair.higher] += pair.faces
        }
        (self.places, self.ends, self.totals) = (places, ends, totals)
    }

    /// The labels that `label` touches, in ascending order, with what they share.
    func neighbours(of label: Int) -> some Collection<(label: Int, pair: Pair)> {
        places[ends[label]..<ends[label + 1]].lazy.map { place in
            let pair = pairs[Int(place)]
            return (pair.lower == label ? pair.higher : pair.lower, pair)
        }
    }

    /// The objects that `label` touches.
    func objects(besides label: Int) -> some Collection<(label: Int, pair: Pair)> {
        neighbours(of: label).lazy.filter { $0.label != 0 }
    }

    /// What two labels share; nil where they do not touch.
    func pair(_ label: Int, _ other: Int) -> Pair? {
        let key = (min(label, other), max(label, other))
        var (low, high) = (0, pairs.count)
        while low < high {
            let middle = (low + high) / 2
            if (pairs[middle].lower, pairs[middle].higher) < key { low = middle + 1 } else { high = middle }
        }
        guard low < pairs.count, pairs[low].lower == key.0, pairs[low].higher == key.1 else { return nil }
        return pairs[low]
    }

    /// All faces of `label` but those at the border of the image.
    func faces(of label: Int) -> Float { totals[label] }
}

/// Counts of faces by pair of labels, in a hash table with open addresses: an image has millions of faces.
private struct FaceCounts {
    private struct Entry {
        var key: UInt64
        var faces: UInt32
        var intensity: UInt32
    }

    /// Entries whose key is 0 are free: a label does not touch itself, the background included.
    private var entries = [Entry](repeating: Entry(key: 0, faces: 0, intensity: 0), count: 1 << 12)
    private var used = 0
    /// The entry that was counted last: the next face is most often of the same two.
    private var last = 0

    var pairs: [ObjectContacts.Pair] {
        entries.filter { $0.key != 0 }.sorted { $0.key < $1.key }.map {
            ObjectContacts.Pair(
                lower: Int($0.key >> 32),
                higher: Int($0.key & 0xffff_ffff),
                faces: Float($0.faces),
                intensity: Float($0.intensity)
            )
        }
    }

    mutating func count(_ image: LabelImage, intensity: [Float]?) {
        let (width, height, depth) = (image.size.width, image.size.height, image.size.depth)
        image.labels.withUnsafeBufferPointer { labels in
            for slice in 0..<depth {
                for row in 0..<height {
                    let line = (slice * height + row) * width
                    for index in line..<line + width {
                        if index > line { count(labels, index, index - 1, intensity) }
                        if row > 0 { count(labels, index, index - width, intensity) }
                        if slice > 0 { count(labels, index, index - width * height, intensity) }
                    }
                }
            }
        }
    }

    private mutating func count(
        _ labels: UnsafeBufferPointer<UInt32>,
        _ index: Int,
        _ other: Int,
        _ intensity: [Float]?
    ) {
        let (a, b) = (labels[index], labels[other])
        guard a != b else { return }
        let key = UInt64(min(a, b)) << 32 | UInt64(max(a, b))
        if entries[last].key != key { find(key) }
        entries[last].faces += 1
        guard let intensity else { return }
        let mean = (Self.whole(intensity[index]) + Self.whole(intensity[other])) / 2
        entries[last].intensity &+= UInt32(exactly: mean.rounded(.towardZero)) ?? 0
    }

    private static func whole(_ value: Float) -> Float { value.rounded(.towardZero) }

    private mutating func find(_ key: UInt64) {
        if 2 * used > entries.count { grow() }
        last = place(of: key)
        if entries[last].key == 0 {
            entries[last].key = key
            used += 1
        }
    }

    private func place(of key: UInt64) -> Int {
        // Fibonacci hashing: the high bits of a product with 2^64 / φ are well mixed.
        let shift = UInt64(64 - entries.count.trailingZeroBitCount)
        var place = Int((key &* 0x9e37_79b9_7f4a_7c15) >> shift)
        while entries[place].key != key, entries[place].key != 0 { place = (place + 1) & (entries.count - 1) }
        return place
    }

    private mutating func grow() {
        let old = entries
        entries = [Entry](repeating: Entry(key: 0, faces: 0, intensity: 0), count: 4 * old.count)
        for entry in old where entry.key != 0 { entries[place(of: entry.key)] = entry }
    }
}

package import Imaging

extension LabelImage {
    /// The same objects without holes; labels stay.
    ///
    /// The holes of an object are what `scipy.ndimage.binary_fill_holes` fills in its mask alone: what cannot reach the
    /// border of the image by faces (4 neighbours in a plane, 6 in a volume) but through the object. Of those only
    /// background is filled, never another object. Background in the holes of several objects, one around the other,
    /// becomes part of the innermost: the one that has the fewest pixels with its holes, of equals the lowest label.
    /// Time grows with the boxes around the objects.
    package func fillingHoles() -> LabelImage {
        let background = [UInt8](unsafeUninitializedCapacity: labels.count) { pixels, initialized in
            labels.withUnsafeBufferPointer { labels in
                for index in 0..<labels.count { pixels[index] = labels[index] == 0 ? 1 : 0 }
            }
            initialized = labels.count
        }
        let regions = EqualRegions(of: background, size: size, leavingOut: 0)
        // Background that no border touches is in a hole of something, if only of several objects together.
        var isInside = [Bool](repeating: true, count: regions.count + 1)
        isInside[0] = false
        forEachBorderPixel { isInside[Int(regions.numbers[$0])] = false }
        guard isInside.contains(true) else { return self }

        var holes = HoleOwners(isInside: isInside)
        let boxes = ObjectBoxes(of: self)
        for label in boxes.areas.indices where boxes.areas[label] > 0 {
            holes.look(at: UInt32(label), boxes.frame(of: label), labels, regions.numbers)
        }
        var filled = self
        filled.labels.withUnsafeMutableBufferPointer { labels in
            for index in 0..<labels.count where labels[index] == 0 {
                labels[index] = holes.owners[Int(regions.numbers[index])]
            }
        }
        return filled
    }
}

/// The innermost object around each region of background.
private struct HoleOwners: ~Copyable {
    /// By region; 0 where there is none.
    private(set) var owners: [UInt32]
    /// Pixels of the owner with its holes.
    private var sizes: [Int]
    private let isInside: [Bool]
    private var isOpen = Scratch<Bool>()
    private var stack: [Int] = []

    init(isInside: [Bool]) {
        owners = [UInt32](repeating: 0, count: isInside.count)
        sizes = [Int](repeating: .max, count: isInside.count)
        self.isInside = isInside
    }

    /// Finds the holes of one object, and makes it the owner of those that have no smaller one.
    mutating func look(at label: UInt32, _ frame: ObjectFrame, _ labels: [UInt32], _ regions: [UInt32]) {
        var hasCandidates = false
        frame.forEachRow { _, row in
            hasCandidates = hasCandidates || row.contains { isInside[Int(regions[$0])] }
        }
        guard hasCandidates else { return }
        // True where one has come from outside, and on the object, where one cannot go.
        let isOpen = isOpen.room(frame.count)
        isOpen.update(repeating: false, count: frame.count)
        frame.forEachRow { inFrame, row in
            for (offset, index) in row.enumerated() { isOpen[inFrame + offset] = labels[index] == label }
        }
        let faces = frame.faces
        frame.forEachMarginPixel { index in
            isOpen[index] = true
            stack.append(index)
        }
        while let index = stack.popLast() {
            for offset in faces {
                let neighbour = index + offset
                // The margin is one pixel wide, and nothing lies behind it.
                guard neighbour >= 0 && neighbour < frame.count && !isOpen[neighbour] else { continue }
                isOpen[neighbour] = true
                stack.append(neighbour)
            }
        }
        var pixels = 0
        frame.forEachRow { inFrame, row in
            for (offset, index) in row.enumerated() where !isOpen[inFrame + offset] || labels[index] == label {
                pixels += 1
            }
        }
        frame.forEachRow { inFrame, row in
            for (offset, index) in row.enumerated() where !isOpen[inFrame + offset] {
                let region = Int(regions[index])
                if region != 0, pixels < sizes[region] { (owners[region], sizes[region]) = (label, pixels) }
            }
        }
    }
}

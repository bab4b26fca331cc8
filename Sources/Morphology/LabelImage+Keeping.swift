package import Imaging

extension LabelImage {
    /// Pixels of every label; entry 0 is the background, and labels that do not occur have 0.
    package var areas: [Int] {
        var areas = [Int](repeating: 0, count: count + 1)
        forEachRun { label, range in areas[Int(label)] += range.count }
        return areas
    }

    /// The objects for whose label `keep` says so, numbered 1 … n in ascending order of their old labels, as APOC's
    /// ObjectSelector does; what does not occur gets no number.
    package func keeping(_ keep: (Int) -> Bool) -> Relabelled {
        keeping(keep, areas: areas)
    }

    /// The objects whose number of pixels lies in `range`, numbered anew in their old order.
    package func keepingObjects(areas range: some RangeExpression<Int>) -> Relabelled {
        let areas = areas
        return keeping({ range.contains(areas[$0]) }, areas: areas)
    }

    /// The objects that do not touch the border of the image, numbered anew in their old order.
    ///
    /// As scikit-image's `clear_border`, the first and the last slice of a volume are borders too. An object is
    /// everything that has its label: one in several pieces goes as a whole, where `clear_border` takes the piece.
    package func droppingBorderObjects() -> Relabelled {
        var touches = [Bool](repeating: false, count: count + 1)
        forEachBorderPixel { touches[Int(labels[$0])] = true }
        return keeping { !touches[$0] }
    }

    private func keeping(_ keep: (Int) -> Bool, areas: [Int]) -> Relabelled {
        var (numbers, origins) = ([UInt32](repeating: 0, count: count + 1), [UInt32(0)])
        for label in areas.indices.dropFirst() where areas[label] > 0 && keep(label) {
            numbers[label] = UInt32(origins.count)
            origins.append(UInt32(label))
        }
        // Nothing to renumber: the pixels are shared, not copied.
        if origins.count == count + 1 { return Relabelled(labels: self, origins: origins) }
        let kept = [UInt32](unsafeUninitializedCapacity: labels.count) { pixels, initialized in
            labels.withUnsafeBufferPointer { labels in
                numbers.withUnsafeBufferPointer { numbers in
                    for index in 0..<labels.count { pixels[index] = numbers[Int(labels[index])] }
                }
            }
            initialized = labels.count
        }
        let image = LabelImage(size: size, labels: kept, count: origins.count - 1)
        return Relabelled(labels: image, origins: origins)
    }
}

extension LabelImage {
    /// Calls `body` with every run of one label in a row, background included, in the order of the pixels.
    func forEachRun(_ body: (_ label: UInt32, _ pixels: Range<Int>) -> Void) {
        labels.withUnsafeBufferPointer { labels in
            for row in stride(from: 0, to: labels.count, by: max(1, size.width)) {
                var index = row
                while index < row + size.width {
                    let (start, label) = (index, labels[index])
                    repeat { index += 1 } while index < row + size.width && labels[index] == label
                    body(label, start..<index)
                }
            }
        }
    }

    /// Calls `body` with the index of every pixel at the border: of a volume, those of its six faces.
    func forEachBorderPixel(_ body: (Int) -> Void) {
        let (width, height, depth) = (size.width, size.height, size.depth)
        guard width > 0 else { return }
        for line in 0..<height * depth {
            let (z, y) = line.quotientAndRemainder(dividingBy: height)
            if y == 0 || y == height - 1 || (size.is3D && (z == 0 || z == depth - 1)) {
                for index in line * width..<(line + 1) * width { body(index) }
            } else {
                body(line * width)
                body((line + 1) * width - 1)
            }
        }
    }
}

package import Imaging

extension ProbabilityThreshold {
    /// The objects in the probabilities of an image, numbered by their first pixels in the order of the rows, as ilastik
    /// numbers them (x fastest, then y, then z).
    ///
    /// Pixels that share a side belong to one object: 4 neighbours in a plane, 6 in a volume.
    ///
    /// - Parameter probabilities: a map for each class, from class 1, (Z, Y, X), x fastest.
    /// - Precondition: there are maps of `classes`, each with a value for every pixel of `size`.
    package func objects(in probabilities: [[Float]], size: ImageSize) -> LabelImage {
        let smoothed = MapSmoothing(smoothing, size: size)
        let own = smoothed(probabilities[(classNumber ?? 1) - 1])
        guard let core else { return numbered(regions(in: own, atLeast: threshold, size)) }
        let other = core.classNumber.map { smoothed(probabilities[$0 - 1]) }
        let parts = regions(in: other ?? own, atLeast: core.threshold, size)
        // Where cores are of another class, both classes together make the object.
        let map = other.map { zip(own, $0).map { $0 + $1 } } ?? own
        return core.merges ? objects(around: parts, in: map, size) : objects(grownFrom: parts, in: map, size)
    }

    /// The connected parts of what reaches the threshold that hold a pixel of a core.
    private func objects(around parts: LabelImage, in map: [Float], _ size: ImageSize) -> LabelImage {
        let regions = regions(in: map, atLeast: threshold, size)
        let isCore = haveSize(parts)
        var hasCore = [Bool](repeating: false, count: regions.count + 1)
        regions.labels.withUnsafeBufferPointer { labels in
            parts.forEachRun { part, range in
                if isCore[Int(part)] { for index in range { hasCore[Int(labels[index])] = true } }
            }
        }
        return numbered(regions) { hasCore[$0] }
    }

    /// The objects to which cores grow.
    private func objects(grownFrom parts: LabelImage, in map: [Float], _ size: ImageSize) -> LabelImage {
        let cores = numbered(parts)
        // Without a core ilastik would flood from every hollow; there is nothing to grow from.
        guard cores.count > 0 else { return cores }
        var labels = cores.labels
        CoreGrowth(map, size: size, threshold: threshold).grow(&labels)
        return numbered(LabelImage(size: size, labels: labels, count: cores.count))
    }

    /// The connected parts of what is at least `threshold`.
    private func regions(in map: [Float], atLeast threshold: Float, _ size: ImageSize) -> LabelImage {
        let pixels = [UInt8](unsafeUninitializedCapacity: map.count) { pixels, initialized in
            map.withUnsafeBufferPointer { map in
                for index in 0..<map.count { pixels[index] = map[index] >= threshold ? 1 : 0 }
            }
            initialized = map.count
        }
        let regions = EqualRegions(of: pixels, size: size, leavingOut: 0)
        return LabelImage(size: size, labels: regions.numbers, count: regions.count)
    }

    /// Whether each label's pixels are as many as an object has; not so for the background.
    private func haveSize(_ image: LabelImage) -> [Bool] {
        let (fewest, most) = (max(1, least), most ?? .max)
        // An object has pixels, or it would not be there.
        if fewest == 1, most == .max { return [false] + [Bool](repeating: true, count: image.count) }
        return [false] + image.areas.dropFirst().map { $0 >= fewest && $0 <= most }
    }

    /// The objects of a size that `isKept` leaves, numbered in the order of the rows.
    private func numbered(_ image: LabelImage, where isKept: (Int) -> Bool = { _ in true }) -> LabelImage {
        var stays = haveSize(image)
        for object in stays.indices where stays[object] { stays[object] = isKept(object) }
        var (numbers, count) = ([UInt32](repeating: 0, count: stays.count), UInt32(0))
        var labels = image.labels
        labels.withUnsafeMutableBufferPointer { labels in
            image.forEachRun { label, range in
                guard label != 0 else { return }
                let object = Int(label)
                if stays[object], numbers[object] == 0 {
                    count += 1
                    numbers[object] = count
                }
                if numbers[object] != label { labels[range].update(repeating: numbers[object]) }
            }
        }
        return LabelImage(size: image.size, labels: labels, count: Int(count))
    }
}

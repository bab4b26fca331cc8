package import Imaging

extension LabelImage {
    /// Splits objects that have grown together, each by itself, as if it was alone in the image.
    ///
    /// 1. The pixels of an object that touch with their faces are a piece; an object in several pieces is several.
    /// 2. Every pixel of a piece gets its distance to the nearest pixel of the image that is not of the piece.
    /// 3. The distances are smoothed with a Gaussian of a standard deviation of `smoothing` pixels and rounded to
    ///    float32, so that pixels whose values are equal but for rounding are equal. The more is smoothed, the less is
    ///    split.
    /// 4. Every local maximum becomes an object, which grows downhill until it meets another (watershed).
    ///
    /// The steps are scikit-image's and scipy's: `DistanceTransform`, `GaussianSmoothing`, `Markers` and `Watershed`
    /// say which. A piece that fills the whole image has no distances and stays as it is. New objects are numbered in
    /// the order of the old ones, and of one piece column by column (x outermost, then y, then z) by their first
    /// pixels. Time grows with the boxes around the pieces.
    ///
    /// - Precondition: `smoothing` is not negative.
    package func splittingTouching(smoothing: Double) -> Relabelled {
        precondition(smoothing >= 0)
        let pieces = Pieces(of: self)
        var parts = PieceParts(smoothing: smoothing)
        var origins: [UInt32] = [0]
        let split = [UInt32](unsafeUninitializedCapacity: labels.count) { split, initialized in
            split.initialize(repeating: 0)
            for piece in pieces.inOrderOfObjects {
                let count = parts.split(piece, of: pieces, firstNumber: UInt32(origins.count), into: split)
                origins += repeatElement(pieces.regions.values[Int(piece)], count: count)
            }
            initialized = labels.count
        }
        let image = LabelImage(size: size, labels: split, count: origins.count - 1)
        return Relabelled(labels: image, origins: origins)
    }
}

/// The pieces of all objects: what of an object touches with its faces.
struct Pieces {
    let regions: EqualRegions
    let boxes: ObjectBoxes

    /// The pieces of the objects of `image`.
    init(of image: LabelImage) {
        regions = EqualRegions(of: image.labels, size: image.size, leavingOut: 0)
        boxes = ObjectBoxes(of: LabelImage(size: image.size, labels: regions.numbers, count: regions.count))
    }

    /// The pieces in ascending order of their objects, those of one object by their first pixels.
    var inOrderOfObjects: [UInt32] {
        var pieces = (0..<regions.count).map { UInt32($0 + 1) }
        pieces.order(below: Int(regions.values.max() ?? 0) + 1) { Int(regions.values[Int($0)]) }
        return pieces
    }
}

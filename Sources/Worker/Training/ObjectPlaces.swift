import Imaging
import Training

/// By which pixel each object of a label image is known, so that it is known again when labels are numbered anew or outlines have
/// moved a little: by one that an earlier object of the image was known by, where it has such, else by the middle of its pixels.
struct ObjectPlaces {
    /// The number of that pixel in the file, label by label.
    let places: [UInt64]
    /// Whether an object has places of several earlier ones, learnt from and held back: it can be neither.
    let isDivided: [Bool]

    /// The places of the objects of `labels`.
    ///
    /// - Parameters:
    ///   - first: the number of the first pixel in the file.
    ///   - earlier: what was decided of the image.
    ///   - others: where other annotations of the image in the same training have objects.
    init(_ labels: LabelImage, first: UInt64, earlier: [DecidedPlaces], others: [DecidedPlaces]) {
        var counts = [Int](repeating: 0, count: labels.count + 1)
        for label in labels.labels { counts[Int(label)] += 1 }
        var left = counts.map { $0 / 2 }
        var places = [UInt64](repeating: first, count: counts.count)
        for (pixel, label) in labels.labels.enumerated() {
            if left[Int(label)] == 0 { places[Int(label)] = first + UInt64(pixel) }
            left[Int(label)] -= 1
        }
        var isKnown = [Bool](repeating: false, count: counts.count)
        var (isTrained, isHeld) = (isKnown, isKnown)
        let pixels = first..<first + UInt64(labels.labels.count)
        func take(_ runs: [Range<UInt64>], _ mark: (Int) -> Void) {
            for place in runs.lazy.map({ $0.clamped(to: pixels) }).joined() {
                let label = Int(labels.labels[Int(place - first)])
                if !isKnown[label] { (places[label], isKnown[label]) = (place, true) }
                mark(label)
            }
        }
        for decided in earlier {
            take(decided.trained) { isTrained[$0] = true }
            take(decided.held) { isHeld[$0] = true }
        }
        for other in others { take(other.trained) { _ in } }
        self.places = places
        isDivided = zip(isTrained, isHeld).map { $0 && $1 }
    }
}

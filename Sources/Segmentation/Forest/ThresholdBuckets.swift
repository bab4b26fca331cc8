/// Thresholds spread over buckets of equal width, at most three in each.
///
/// The bucket of x is (x - low) * scale, in float32 as the kernel computes it, clamped to the buckets there are. This is
/// monotonic in x: thresholds in lower buckets are not above x, those in higher ones are, and three comparisons decide about
/// the bucket's own. Thresholds whose bucket is full are compared one by one (`extras`).
struct ThresholdBuckets {
    /// Thresholds of a bucket.
    private static let capacity = 3

    let low: Float
    let scale: Float
    let count: Int
    private(set) var extras: [Float] = []
    /// For each bucket three thresholds, NaN where there are fewer, and the bits of the rank of a value that is below none
    /// of the three (nothing is below NaN).
    private(set) var table: [Float] = []

    /// Spreads `thresholds`, which ascend, over `count` buckets.
    init(_ thresholds: [Float], count: Int) {
        self.count = count
        let finite = thresholds.filter(\.isFinite)
        let low = finite.first ?? 0
        let width = (finite.last ?? 0) - low
        self.low = low
        // Never 0 or infinite: 0 × infinity is NaN, which the kernel puts into the last bucket.
        let ideal = width > 0 ? Float(count - 1) / width : 1
        let scale = min(max(ideal, .leastNormalMagnitude), .greatestFiniteMagnitude)
        self.scale = scale
        table = [Float](repeating: .nan, count: (Self.capacity + 1) * count)
        var filled = 0
        var rank = 0
        func close(before end: Int) {
            while filled < end {
                table[(Self.capacity + 1) * filled + Self.capacity] = Float(bitPattern: UInt32(rank))
                filled += 1
            }
        }
        // Thresholds ascend, and so do their buckets.
        var countInBucket = 0
        for threshold in thresholds {
            let bucket = Self.bucket(threshold, low: low, scale: scale, count: count)
            if bucket > filled { countInBucket = 0 }
            close(before: bucket)
            if countInBucket < Self.capacity, threshold.isFinite {
                table[(Self.capacity + 1) * bucket + countInBucket] = threshold
                countInBucket += 1
                rank += 1
            } else {
                extras.append(threshold)
            }
        }
        close(before: count)
    }

    private static func bucket(_ value: Float, low: Float, scale: Float, count: Int) -> Int {
        let place = (value - low) * scale
        return place > 0 ? Int(min(place, Float(count - 1))) : 0
    }
}

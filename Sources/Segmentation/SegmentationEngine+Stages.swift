package import Classifiers
package import Imaging

/// Classifiers of several stages (Autocontext): the probabilities of each are channels of the next, behind the image's own.
extension SegmentationEngine {
    /// The channels that the last stage of `classifier` takes: those of the image, and the probabilities of the stage before.
    ///
    /// Of a classifier of one stage they are the image's. What a strip of rows has within the last stage's halo of its edges
    /// follows exactly where it was given with `Classifier.halo` rows around it.
    ///
    /// - Parameters:
    ///   - maximum: what a probability of 1 becomes; nil for the largest value of the channels' type, 1 of float32.
    ///   - notes: what the user should know of how they were computed is added here.
    package func lastStageChannels(
        of channels: [PixelValues],
        size: ImageSize,
        classifier: Classifier,
        maximum: Float? = nil,
        notes: inout [String],
        progress: () -> Void
    ) throws(SegmentationError) -> [PixelValues] {
        try check(channels, size: size, classifier)
        var all = channels
        for (number, stage) in classifier.earlierStages.enumerated() {
            let task = try SegmentationTask(SegmentationRequest(products: [.probabilities]), for: stage)
            let given = number > 0 ? Given(maximum: maximum) : nil
            let result = try run(task, on: all, size: size, given: given, progress)
            notes += result.notes.filter { !notes.contains($0) }
            let type = channels[0].pixelType
            all = channels + result.probabilities.map { .probabilities($0, as: type, maximum: maximum) }
            progress()
        }
        return all
    }
}

extension PixelValues {
    /// Probabilities as pixels of `type`, as ilastik converts those of a stage for the next: whole numbers are the product
    /// with the largest, in float32, without its fraction; float32 stays.
    ///
    /// - Parameter maximum: what 1 becomes; nil for the largest value of `type`, or 1 of float32.
    static func probabilities(_ shares: [Float], as type: PixelType, maximum: Float?) -> PixelValues {
        /// Shares are in 0…1 but for weights that no training makes.
        func whole(_ share: Float, _ largest: Float) -> Float {
            let product = share * largest
            return product > 0 ? min(product, largest).rounded(.towardZero) : 0
        }
        switch type {
        case .uint8: return .uint8(shares.map { UInt8(whole($0, maximum ?? 255)) })
        case .uint16: return .uint16(shares.map { UInt16(whole($0, maximum ?? 65_535)) })
        case .uint32:
            // The largest float32 is one more than the largest number.
            return .uint32(shares.map { UInt32(clamping: UInt64(whole($0, maximum ?? 0x1p32))) })
        case .float32: return .float32(maximum.map { largest in shares.map { whole($0, largest) } } ?? shares)
        }
    }

    /// Whether some pixel is NaN or infinite, or so large that a feature, which is a product of at most four pixels, may become
    /// so. Whole numbers of up to 32 bits are never so large, nor are probabilities that became such.
    ///
    /// Gradients are no larger than half the range of the pixels, their products at most 2⁶² then, and the largest number that
    /// comes up, the sum of two squares of those, is below 2¹²⁶.
    var mayOverflow: Bool {
        guard case .float32(let pixels) = self else { return false }
        // No early exit: a loop without branches is vectorised. The comparison is false for NaN.
        var ordinary: UInt32 = 1
        for pixel in pixels { ordinary &= abs(pixel) <= Self.mostOrdinary ? 1 : 0 }
        return ordinary == 0
    }

    /// The largest number whose features are numbers (`mayOverflow`).
    static var mostOrdinary: Float { 0x1p31 }
}

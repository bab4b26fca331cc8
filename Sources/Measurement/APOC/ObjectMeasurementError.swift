/// Why features of objects cannot be computed on an image.
package enum ObjectMeasurementError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A feature compares each object with every other one, and there are too many of them.
    case tooManyObjects(feature: String, count: Int, limit: Int)
    /// Labels are float32 in APOC, which does not tell larger ones apart.
    case labelTooLarge(Int)
    /// A feature of touching objects needs an intensity image, and there is none.
    case noIntensity(feature: String)

    /// What is wrong, and what to do about it.
    package var description: String {
        switch self {
        case .tooManyObjects(let feature, let count, let limit):
            return """
                \(feature) compares each object with all others and takes at most \(limit) of them, but there are \
                \(count); crop the image, drop small objects before, or train without this feature
                """
        case .labelTooLarge(let label):
            return
                "label \(label) is larger than 16777216, the last one that APOC tells from the next; number objects anew"
        case .noIntensity(let feature):
            return
                "\(feature) needs an intensity image, and the label image has none; give the image that belongs to it"
        }
    }
}

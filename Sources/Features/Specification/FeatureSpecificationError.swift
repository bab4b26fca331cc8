/// Why a feature specification cannot be computed.
package enum FeatureSpecificationError: Error, Hashable, CustomStringConvertible {
    /// What follows the first `=` of a token is not a number.
    case number(token: String, text: String)
    /// The token asks for more than the operation takes: sigma not finite, or the window too large.
    case sigma(token: String, sigma: Double)
    /// The radius is not finite, or the window reaches further than `largest` pixels from its centre.
    case radius(token: String, largest: Int)
    /// The radius is so far below zero that the window holds no pixel.
    case emptyWindow(token: String, radius: Double)
    /// The median of more pixels than APOC can sort on images of `dimensions` axes.
    case median(token: String, largest: Int, dimensions: Int)
    /// The operation goes along z and the image is a plane.
    case needsVolume(token: String)
    /// APOC knows `name`, but it has no result.
    case refused(token: String, name: String, reason: String)
    /// APOC does not know `name`, or it is no image operation with one number.
    case unknown(token: String, name: String)
    /// Nothing in the specification names a feature.
    case empty(ignoredTokens: [String])

    /// What is wrong with which token, and what to do.
    package var description: String {
        switch self {
        case .number(let token, let text):
            "feature \"\(token)\": expected a number after \"=\", found \"\(text)\""
                + (text.contains(",") ? " — separate features by blanks; commas do not separate pixel features" : "")
        case .sigma(let token, let sigma):
            "feature \"\(token)\": a Gaussian of sigma \(sigma) cannot be computed — it must be a finite number below "
                + "\(FeatureName.sigmaLimit)"
        case .radius(let token, let largest):
            "feature \"\(token)\": the window is too large — the radius must be a finite number below \(largest + 1)"
        case .emptyWindow(let token, let radius):
            "feature \"\(token)\": a window of radius \(radius) holds no pixel, so that there is nothing to compute — the "
                + "radius must be above -1"
        case .median(let token, let largest, let dimensions):
            "feature \"\(token)\": the median of more than 1000 pixels is undefined in APOC — in \(dimensions)D the radius "
                + "must be below \(largest + 1)"
        case .needsVolume(let token):
            "feature \"\(token)\": a gradient along z needs a 3D image with more than one slice; APOC fails on 2D images — "
                + "remove the feature and train again, or segment volumes"
        case .refused(let token, let name, let reason):
            "feature \"\(token)\": \"\(name)\" cannot be computed — \(reason)"
        case .unknown(let token, let name):
            "feature \"\(token)\": \"\(name)\" is unknown — \(FeatureName.supportedText)"
        case .empty(let ignoredTokens):
            "the feature specification names no feature"
                + (ignoredTokens.isEmpty ? "" : " (ignored: \(ignoredTokens.joined(separator: ", ")))")
                + " — the line \"feature_specification = …\" must stand in the first 25 lines of the classifier file"
        }
    }
}

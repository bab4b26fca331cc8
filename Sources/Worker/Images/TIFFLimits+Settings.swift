package import TIFFFiles
package import WorkerProtocol

extension TIFFLimits {
    /// The standard limits, but for those that `limits` sets.
    package init(_ limits: ImageLimits) {
        self = .standard
        if let pixels = limits.pixels { planePixels = pixels }
        if let bytes = limits.bytes { pageBytes = bytes }
        if let pages = limits.pages { self.pages = pages }
    }
}

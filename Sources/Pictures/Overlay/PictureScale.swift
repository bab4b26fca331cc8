/// How a plane is laid onto a picture: smaller by any factor, larger only by whole ones.
package struct PictureScale: Sendable, Equatable {
    /// Pixels of the picture for one of the plane.
    package let factor: Double
    /// The picture, in its pixels.
    package let width: Int
    package let height: Int

    /// The scale at which a plane fits into a frame; small ones are enlarged as long as they stay within `enlargedTo`.
    package init(width: Int, height: Int, frameWidth: Int, frameHeight: Int, enlargedTo most: Int) {
        let fitting = min(Double(frameWidth) / Double(width), Double(frameHeight) / Double(height))
        let whole = min(most / max(width, height), frameWidth / width, frameHeight / height)
        factor = fitting < 1 ? fitting : Double(max(1, whole))
        self.width = max(1, min(frameWidth, Int((Double(width) * factor).rounded())))
        self.height = max(1, min(frameHeight, Int((Double(height) * factor).rounded())))
    }

    /// The pixel of the picture that each column, or row, of the plane falls on by its centre.
    static func places(of count: Int, among pictureCount: Int) -> [Int] {
        (0..<count).map { min(pictureCount - 1, (2 * $0 + 1) * pictureCount / (2 * count)) }
    }
}

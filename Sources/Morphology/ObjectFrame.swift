import Imaging

/// The box around an object or a piece of one, with a margin of one pixel on every side, in which it is worked on
/// alone.
///
/// Indices into the frame are row-major (Z, Y, X), margin included. A plane has no margin in Z.
struct ObjectFrame {
    /// First and end of the box along X, Y and Z, in the image.
    let x, y, z: Range<Int>
    private let image: ImageSize

    /// The frame of a box in an image of `size`.
    init(x: Range<Int>, y: Range<Int>, z: Range<Int>, in size: ImageSize) {
        (self.x, self.y, self.z, image) = (x, y, z, size)
    }

    /// Pixels of a row, margin included; also the distance of two rows.
    var row: Int { x.count + 2 }
    /// Pixels of a slice, margin included; also the distance of two slices.
    var slice: Int { row * (y.count + 2) }
    /// Slices of margin on either side.
    var marginZ: Int { image.is3D ? 1 : 0 }
    /// All pixels, margin included.
    var count: Int { slice * (z.count + 2 * marginZ) }
    /// Whether there is a third dimension.
    var is3D: Bool { image.is3D }

    /// Whether there is image, and so background, before the box and after it, along each axis.
    var openX: (before: Bool, after: Bool) { (x.lowerBound > 0, x.upperBound < image.width) }
    var openY: (before: Bool, after: Bool) { (y.lowerBound > 0, y.upperBound < image.height) }
    var openZ: (before: Bool, after: Bool) { (z.lowerBound > 0, z.upperBound < image.depth) }

    /// The frame's index of a pixel of the box, counted from its first.
    func index(x: Int, y: Int, z: Int) -> Int { (z + marginZ) * slice + (y + 1) * row + x + 1 }

    /// The image's index of the first pixel of a row of the box.
    private func imageIndex(y row: Int, z slice: Int) -> Int {
        ((z.lowerBound + slice) * image.height + y.lowerBound + row) * image.width + x.lowerBound
    }

    /// Distances to the pixels that share a face, in the order of the pixels.
    var faces: [Int] { (is3D ? [-slice] : []) + [-row, -1, 1, row] + (is3D ? [slice] : []) }

    /// Calls `body` with the distances to all pixels around, those that share only a corner included.
    func forEachOffsetAround(_ body: (Int) -> Void) {
        for z in -marginZ...marginZ {
            for y in -1...1 {
                for x in -1...1 where (x, y, z) != (0, 0, 0) { body(z * slice + y * row + x) }
            }
        }
    }

    /// Calls `body` with every row of the box: where it begins in the frame, and its pixels in the image.
    func forEachRow(_ body: (_ inFrame: Int, _ row: Range<Int>) -> Void) {
        for z in 0..<z.count {
            for y in 0..<y.count {
                let row = imageIndex(y: y, z: z)
                body(index(x: 0, y: y, z: z), row..<row + x.count)
            }
        }
    }

    /// Calls `body` with every pixel of the margin.
    func forEachMarginPixel(_ body: (Int) -> Void) {
        for line in 0..<count / row {
            let (z, y) = line.quotientAndRemainder(dividingBy: self.y.count + 2)
            let isWhole = y == 0 || y == self.y.count + 1 || (is3D && (z == 0 || z == self.z.count + 1))
            for index in stride(from: line * row, to: (line + 1) * row, by: isWhole ? 1 : row - 1) { body(index) }
        }
    }
}

/// The borders of all objects in the pixels of a picture: of each object its own outermost pixels, those at the image's
/// edge too.
///
/// They are found in the full plane and marked where they fall, so that they are one or two pixels wide at any scale, and
/// an object of one pixel is seen.
package struct ObjectOutlines {
    /// The object whose outline a pixel of the picture is part of; 0 for none.
    package private(set) var labels: [UInt32]

    /// Reads every label once with its right and lower neighbour; where several outlines fall on one pixel, that of the
    /// smallest object counts.
    package init(of plane: [UInt32], width: Int, height: Int, places: [ObjectPlaces.Place], on scale: PictureScale) {
        labels = [UInt32](repeating: 0, count: scale.width * scale.height)
        if scale.width > width || scale.height > height {
            enlarge(plane, width, height, scale)
            return
        }
        let columns = PictureScale.places(of: width, among: scale.width)
        let rows = PictureScale.places(of: height, among: scale.height)
        plane.withUnsafeBufferPointer { plane in
            labels.withUnsafeMutableBufferPointer { marks in
                func mark(_ label: UInt32, _ x: Int, _ y: Int) {
                    guard label != 0 else { return }
                    let index = rows[y] * scale.width + columns[x]
                    let old = marks[index]
                    if old != 0, old != label, Int(max(old, label)) < places.count,
                        places[Int(old)].area <= places[Int(label)].area
                    {
                        return
                    }
                    marks[index] = label
                }
                for y in 0..<height {
                    let row = y * width
                    mark(plane[row], 0, y)
                    mark(plane[row + width - 1], width - 1, y)
                    for x in 0..<width - 1 where plane[row + x] != plane[row + x + 1] {
                        mark(plane[row + x], x, y)
                        mark(plane[row + x + 1], x + 1, y)
                    }
                    guard y + 1 < height else { continue }
                    for x in 0..<width where plane[row + x] != plane[row + width + x] {
                        mark(plane[row + x], x, y)
                        mark(plane[row + width + x], x, y + 1)
                    }
                }
                for x in 0..<width {
                    mark(plane[x], x, 0)
                    mark(plane[(height - 1) * width + x], x, height - 1)
                }
            }
        }
    }

    /// In a picture that is larger than the plane, lines along the sides of pixels.
    private mutating func enlarge(_ plane: [UInt32], _ width: Int, _ height: Int, _ scale: PictureScale) {
        let (stepX, stepY) = (scale.width / width, scale.height / height)
        let thickness = max(1, min(stepX, stepY) / 3 < 1 ? 1 : 2)
        func label(_ x: Int, _ y: Int) -> UInt32 {
            x < 0 || y < 0 || x >= width || y >= height ? 0 : plane[y * width + x]
        }
        for y in 0..<scale.height {
            for x in 0..<scale.width {
                let (column, row) = (min(width - 1, x / stepX), min(height - 1, y / stepY))
                let own = plane[row * width + column]
                guard own != 0 else { continue }
                let (left, top) = (x - column * stepX, y - row * stepY)
                let isRight = left >= stepX - thickness
                let isBelow = top >= stepY - thickness
                let isBorder =
                    (left < thickness && label(column - 1, row) != own) || (isRight && label(column + 1, row) != own)
                    || (top < thickness && label(column, row - 1) != own) || (isBelow && label(column, row + 1) != own)
                if isBorder { labels[y * scale.width + x] = own }
            }
        }
    }
}

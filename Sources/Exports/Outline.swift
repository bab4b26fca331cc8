/// A corner of pixels: pixel (x, y) has the corners (x, y) to (x + 1, y + 1).
package struct Corner: Sendable, Hashable {
    package let x: Int32
    package let y: Int32

    /// The corner at (`x`, `y`).
    package init(x: Int32, y: Int32) {
        self.x = x
        self.y = y
    }
}

/// The outline of pixels that are connected by their sides, along their sides, as a polygon.
///
/// No ring crosses or touches itself; two rings meet in corners only, and no three corners in a row lie on one line. In
/// the image's coordinates (y downwards) the area of the exterior by the shoelace formula is positive and that of holes
/// is negative, which is what GeoJSON (RFC 7946, 3.1.6) calls counter-clockwise and clockwise. The first corner is not
/// repeated at the end.
package struct Outline: Sendable, Equatable {
    package var exterior: [Corner]
    package var holes: [[Corner]]

    /// The exterior, then the holes.
    package var rings: [[Corner]] { [exterior] + holes }

    /// The outline of an exterior and holes.
    package init(exterior: [Corner], holes: [[Corner]] = []) {
        self.exterior = exterior
        self.holes = holes
    }
}

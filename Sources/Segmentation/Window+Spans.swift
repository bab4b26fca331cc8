import Features

extension Window {
    /// The half span in x of every row of the window, rows along y first, then along z; -1 where a row has no pixel.
    ///
    /// Boxes and spheres are convex and symmetric, so that the spans say which pixels belong to them.
    func spans(dimensions: Int) -> [Int32] {
        let side = 2 * halfWidth + 1
        var spans = [Int32](repeating: -1, count: dimensions > 2 ? side * side : side)
        for offset in offsets(dimensions: dimensions) {
            let row = (dimensions > 2 ? offset.z + halfWidth : 0) * side + offset.y + halfWidth
            spans[row] = max(spans[row], Int32(offset.x))
        }
        return spans
    }
}

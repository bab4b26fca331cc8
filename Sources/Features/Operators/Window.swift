/// The pixels around a pixel that a statistic is taken of (Features/README.md, Windows).
package struct Window: Sendable, Hashable {
    /// What the window looks like.
    package enum Shape: String, Sendable, Hashable, CaseIterable {
        /// A square or cube.
        case box
        /// A disc or ball.
        case sphere
    }

    package var shape: Shape
    /// Pixels on each side of the centre, at least 0.
    package var halfWidth: Int

    /// A window of `shape` that reaches `halfWidth` pixels from its centre.
    package init(_ shape: Shape, halfWidth: Int) {
        self.shape = shape
        self.halfWidth = halfWidth
    }

    /// The window's pixels relative to its centre, in the order in which the reference adds them: x outermost, then y,
    /// then z. In two dimensions z is 0 throughout.
    package func offsets(dimensions: Int) -> [(x: Int, y: Int, z: Int)] {
        let range = -halfWidth...halfWidth
        let slices = dimensions > 2 ? range : 0...0
        // The reference takes the smallest normal number for 0, so that the centre alone passes.
        let square = max(Float(halfWidth * halfWidth), .leastNormalMagnitude)
        var offsets: [(x: Int, y: Int, z: Int)] = []
        for x in range {
            for y in range {
                for z in slices {
                    // In float32: which pixels of the rim belong to the ball depends on these roundings.
                    let distance = Float(x * x) / square + Float(y * y) / square + Float(z * z) / square
                    if shape == .box || distance <= 1 { offsets.append((x, y, z)) }
                }
            }
        }
        return offsets
    }
}

extension Window {
    /// The largest half width of a box's minimum, maximum and mean, which are taken axis by axis.
    static let largestSeparableHalfWidth = 1000

    /// The largest half width of every other window, whose pixels are all visited: some 40,000 pixels in 2D and 130,000 in 3D.
    static func largestHalfWidth(dimensions: Int) -> Int { dimensions > 2 ? 25 : 100 }

    /// Why the window is too large, if it reaches further than `largest` pixels from its centre.
    func problem(largest: Int) -> String? { halfWidth > largest ? Self.tooLarge(largest) : nil }

    fileprivate static func tooLarge(_ largest: Int) -> String {
        "the window is too large — the radius must be a finite number below \(largest + 1)"
    }
}

extension FeatureDefinition {
    /// The names `kind_box` and `kind_sphere`.
    static func windows(
        _ kind: String,
        _ steps:
            @escaping @Sendable (
                _ plan: inout FeaturePlanBuilder, Window.Shape, _ input: Int, _ radius: FeatureParameter
            ) throws(FeatureSpecificationError) -> Int
    ) -> [FeatureDefinition] {
        Window.Shape.allCases.map { shape in
            FeatureDefinition("\(kind)_\(shape.rawValue)") { plan, input, radius throws(FeatureSpecificationError) in
                try steps(&plan, shape, input, radius)
            }
        }
    }
}

extension FeatureParameter {
    /// The half width of windows with this radius; below 0 there is no pixel in them.
    ///
    /// - Throws: where the radius is no number to compute with; `largest` is the half width that the message names.
    func halfWidth(largest: Int = Window.largestHalfWidth(dimensions: 2)) throws(FeatureSpecificationError) -> Int {
        guard number.isFinite, abs(number) < 1e9 else { throw refused(Window.tooLarge(largest)) }
        // Both steps cut towards zero, as the reference's Python and C do.
        return (Int(number * 2 + 1) - 1) / 2
    }

    /// The window of `halfWidth`.
    ///
    /// - Throws: where it holds no pixel.
    func window(_ shape: Window.Shape, halfWidth: Int) throws(FeatureSpecificationError) -> Window {
        guard halfWidth >= 0 else {
            throw refused(
                "a window of radius \(number) holds no pixel, so that there is nothing to compute — the radius must be "
                    + "above -1"
            )
        }
        return Window(shape, halfWidth: halfWidth)
    }
}

extension FeaturePass {
    /// A run of `kernel`, which reads the half spans of the window's rows from the table (window_rows.cl).
    init(_ kernel: FeatureKernel, over window: Window, is3D: Bool) {
        self.init(kernel, halo: window.halfWidth)
        halfWidth = window.halfWidth
        let offsets = window.offsets(dimensions: is3D ? 3 : 2)
        // Rows along y first, then along z; -1 where a row has no pixel. Boxes and spheres are convex and symmetric, so
        // that the spans say which pixels belong to them.
        let side = 2 * halfWidth + 1
        var spans = [Int32](repeating: -1, count: is3D ? side * side : side)
        for offset in offsets {
            let row = (is3D ? offset.z + halfWidth : 0) * side + offset.y + halfWidth
            spans[row] = max(spans[row], Int32(offset.x))
        }
        table = spans.map { Float(bitPattern: UInt32(bitPattern: $0)) }
        count = offsets.count
    }

    /// Runs of `kernel` along x, y and, in volumes, z, each to `halfWidth` pixels on both sides.
    static func alongAxes(_ kernel: FeatureKernel, halfWidth: Int, is3D: Bool) -> [FeaturePass] {
        (0..<(is3D ? 3 : 2)).map { FeaturePass(kernel, along: $0, halfWidth: halfWidth) }
    }
}

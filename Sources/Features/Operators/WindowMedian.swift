import Imaging
import Kernels

extension FeatureFamily {
    /// The middle of a window's pixels (Features/README.md, Windows).
    static let windowMedian = FeatureFamily(
        features: FeatureDefinition.windows("median") { plan, shape, input, radius throws(FeatureSpecificationError) in
            let halfWidth = try radius.halfWidth()
            guard halfWidth != 0 else { return input }
            return plan.append(WindowMedian(window: try radius.window(shape, halfWidth: halfWidth)), input)
        },
        kernels: [WindowMedian.kernel]
    )
}

/// The median of a window's pixels: the upper one of an even number.
struct WindowMedian: FeatureOperator {
    let window: Window

    fileprivate static let kernel = FeatureKernel(
        "window_median",
        in: KernelFile("window_median", PackageResources.window_median_cl, in: .medians, needs: [.windowRows]),
        stage: .window
    )

    var halo: Int { window.halfWidth }
    var isOrderStatistic: Bool { true }

    /// The reference sorts at most 1000 pixels, and writes past its table beyond.
    func problem(onDimensions dimensions: Int) -> String? {
        let largest =
            switch (window.shape, dimensions > 2) {
            case (.box, false): 15
            case (.sphere, false): 17
            case (.box, true): 4
            case (.sphere, true): 6
            }
        guard window.halfWidth > largest else { return nil }
        return
            "the median of more than 1000 pixels is undefined in APOC — in \(dimensions)D the radius must be below "
            + "\(largest + 1)"
    }

    /// The element n / 2 of each window's n sorted pixels.
    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        let hasNaN = inputs[0].contains(where: \.isNaN)
        let padded = PaddedImage(inputs[0], size: size, margin: window.halfWidth)
        let offsets = window.offsets(dimensions: size.is3D ? 3 : 2)
        return withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: offsets.count) { sources in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: offsets.count) { window in
                padded.map { row, y, z in
                    for (index, offset) in offsets.enumerated() {
                        sources[index] = padded.row(y + offset.y, z + offset.z) + offset.x
                    }
                    for x in 0..<padded.size.width {
                        var isOrdered = true
                        for index in sources.indices {
                            let pixel = sources[index][x]
                            window[index] = pixel
                            if hasNaN, pixel.isNaN { isOrdered = false }
                        }
                        if isOrdered { Self.select(window) } else { Self.insertionSort(window) }
                        row[x] = window[window.count / 2]
                    }
                }
            }
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] { [FeaturePass(Self.kernel, over: window, is3D: is3D)] }

    /// Brings the element n / 2 of the sorted order to its place (Hoare's selection).
    private static func select(_ window: UnsafeMutableBufferPointer<Float>) {
        let wanted = window.count / 2
        var (low, high) = (0, window.count - 1)
        while low < high {
            let pivot = window[wanted]
            var (left, right) = (low, high)
            repeat {
                while window[left] < pivot { left += 1 }
                while pivot < window[right] { right -= 1 }
                if left <= right {
                    window.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            } while left <= right
            if right < wanted { low = left }
            if wanted < left { high = right }
        }
    }

    /// The reference's own sort, whose result with NaN in the window depends on every step.
    private static func insertionSort(_ window: UnsafeMutableBufferPointer<Float>) {
        for index in window.indices {
            let pixel = window[index]
            var place = index
            while place > 0, pixel < window[place - 1] {
                window[place] = window[place - 1]
                place -= 1
            }
            window[place] = pixel
        }
    }
}

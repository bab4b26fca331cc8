import Features
import Imaging
import TestSupport
import Testing

@Suite("Mirrored borders")
struct MirroredBorderTests {
    /// Walks from the first pixel, turning round at the outermost ones, which are not repeated.
    private func walk(_ position: Int, _ extent: Int) -> Int {
        guard extent > 1 else { return 0 }
        var (place, step) = (0, position < 0 ? -1 : 1)
        for _ in 0..<abs(position) {
            if place + step < 0 || place + step >= extent { step = -step }
            place += step
        }
        return place
    }

    /// One pass, pixel by pixel: the centre, then the pairs outwards, each fused in.
    private func pass(_ image: NaiveImage, _ filter: SampledGaussian, axis: Int) -> NaiveImage {
        let taps = filter.taps
        let extents = [image.size.width, image.size.height, image.size.depth]
        func pixel(_ place: [Int], _ offset: Int) -> Float {
            var place = place
            place[axis] = walk(place[axis] + offset, extents[axis])
            return image.at(place[0], place[1], place[2])
        }
        return image.map { x, y, z in
            var sum = taps[0] * pixel([x, y, z], 0)
            for offset in taps.indices.dropFirst() {
                let (before, after) = (pixel([x, y, z], -offset), pixel([x, y, z], offset))
                sum = sum.addingProduct(filter.order == 1 ? after - before : after + before, taps[offset])
            }
            return sum
        }
    }

    private func chain(_ image: NaiveImage, _ orders: [Int], sigma: Double, window: Double = 2) -> NaiveImage {
        orders.enumerated().reduce(image) {
            pass($0, SampledGaussian(sigma: sigma, order: $1.element, window: window), axis: $1.offset)
        }
    }

    /// The features of one scale but the eigenvalues of volumes, by the definitions.
    private func features(of image: NaiveImage, sigma: Double, axes: Int) -> [NaiveImage] {
        let before = sigma > 1 ? (sigma * sigma - 1).squareRoot() : sigma
        let s = min(sigma, 1)
        let zeros = [Int](repeating: 0, count: axes)
        let smooth = chain(image, zeros, sigma: before, window: 3.5)
        func along(_ axis: Int, _ order: Int, _ scale: Double) -> NaiveImage {
            var orders = zeros
            orders[axis] = order
            return chain(smooth, orders, sigma: scale)
        }
        func joined(_ images: [NaiveImage], _ join: ([Float]) -> Float) -> NaiveImage {
            image.map { x, y, z in join(images.map { $0.at(x, y, z) }) }
        }
        let (wide, narrow) = (chain(smooth, zeros, sigma: s), chain(smooth, zeros, sigma: 0.66 * s))
        var planes = [
            wide,
            joined((0..<axes).map { along($0, 2, s) }) { $0.dropFirst().reduce($0[0]) { $0 + $1 } },
            joined((0..<axes).map { along($0, 1, s) }) { values in
                let squares = values.map { $0 * $0 }
                return squares.dropFirst().reduce(squares[0]) { $0 + $1 }.squareRoot()
            },
            joined([wide, narrow]) { $0[0] - $0[1] },
        ]
        guard axes == 2 else { return planes }
        func eigenvalues(_ entries: [NaiveImage]) -> [NaiveImage] {
            [Float(1), -1].map { sign in
                joined(entries) { entry in
                    let (middle, half) = ((entry[0] + entry[2]) * 0.5, (entry[0] - entry[2]) * 0.5)
                    let square = Float(half * half) + Float(entry[1] * entry[1])
                    return middle + sign * square.squareRoot()
                }
            }
        }
        let gradients = [along(0, 1, 0.5 * s), along(1, 1, 0.5 * s)]
        planes += eigenvalues(
            [(0, 0), (0, 1), (1, 1)].map { pair in
                chain(joined([gradients[pair.0], gradients[pair.1]]) { $0[0] * $0[1] }, zeros, sigma: s)
            }
        )
        return planes + eigenvalues([[2, 0], [1, 1], [0, 2]].map { chain(smooth, $0, sigma: s) })
    }

    @Test("planes that are smaller than the filters reach are mirrored again and again, bit for bit")
    func planes() throws {
        for size in oddSizes where !size.is3D {
            for sigma in [0.7, 1, 2.3, 5] {
                let plan = try FeaturePlan(FeatureSelection(allRows(sigma: sigma)), dimensions: 2)
                let image = NaiveImage.random(size, seed: 3)
                let results = HostFeatures.evaluate(plan, plane: image.pixels, size: size)
                for (index, expected) in features(of: image, sigma: sigma, axes: 2).enumerated() {
                    let result = results[index].map(\.bitPattern)
                    #expect(result == expected.bits, "\(plan.names[index]) of \(size)")
                }
            }
        }
    }

    @Test("volumes are mirrored at their first and last slice, bit for bit")
    func volumes() throws {
        let rows: [FeatureSelection.Kind] = [
            .gaussianSmoothing, .laplacianOfGaussian, .gaussianGradientMagnitude, .differenceOfGaussians,
        ]
        for size in oddSizes where size.is3D {
            for sigma in [0.7, 2.3] {
                let entries = rows.map { FeatureSelection.Entry($0, sigma: sigma, isPlanar: false) }
                let plan = try FeaturePlan(FeatureSelection(entries), dimensions: 3)
                let image = NaiveImage.random(size, seed: 4)
                let results = HostFeatures.evaluate(plan, plane: image.pixels, size: size)
                for (index, expected) in features(of: image, sigma: sigma, axes: 3).enumerated() {
                    let result = results[index].map(\.bitPattern)
                    #expect(result == expected.bits, "\(plan.names[index]) of \(size)")
                }
            }
        }
    }

    @Test("positions outside fold back, near and far")
    func folding() {
        for extent in 1...7 {
            for position in -30...30 {
                #expect(Border.mirrored.inside(position, extent: extent) == walk(position, extent))
                #expect(Border.nearest.inside(position, extent: extent) == max(0, min(extent - 1, position)))
            }
        }
    }
}

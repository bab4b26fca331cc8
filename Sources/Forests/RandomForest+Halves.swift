/// The votes of a pixel by all trees, and by every other tree.
package struct HalvedVotes {
    /// Those of all trees.
    package let all: UnsafeBufferPointer<Float>
    /// Those of the first, third, fifth … tree.
    package let odd: UnsafeBufferPointer<Float>
    /// Those of the second, fourth, sixth … tree.
    package let even: UnsafeBufferPointer<Float>
}

extension RandomForest {
    /// Calls `body` with the votes of each pixel, summed as the whole forest sums them, in ascending order.
    ///
    /// The pixels of a block take each split of a tree together: which way a pixel goes cannot be foretold, so that a branch
    /// would cost more than the split.
    package func forEachPixelOfHalves(of planes: [[Float]], count: Int, body: (HalvedVotes) -> Void) {
        precondition(planes.count == featureCount && planes.allSatisfy { $0.count >= count })
        let blockSize = 512
        let steps = TreeSteps(self, stride: blockSize)
        var values = [Float](repeating: 0, count: featureCount * blockSize)
        var places = [Int32](repeating: 0, count: blockSize)
        // All trees, then the odd ones, then the even ones.
        let third = classCount * blockSize
        var votes = [Float](repeating: 0, count: 3 * third)
        for start in stride(from: 0, to: count, by: blockSize) {
            let size = min(blockSize, count - start)
            for (input, plane) in planes.enumerated() {
                for pixel in 0..<size { values[input * blockSize + pixel] = plane[start + pixel] }
            }
            votes.withUnsafeMutableBufferPointer { votes in
                votes.update(repeating: 0)
                for (number, root) in roots.enumerated() {
                    let half = number.isMultiple(of: 2) ? third : 2 * third
                    steps.findLeaves(root, values, count: size, into: &places)
                    add(places, count: size, into: votes, half: half)
                }
            }
            votes.withUnsafeBufferPointer { votes in
                for pixel in 0..<size {
                    func part(_ number: Int) -> UnsafeBufferPointer<Float> {
                        let first = number * third + pixel * classCount
                        return UnsafeBufferPointer(rebasing: votes[first..<first + classCount])
                    }
                    body(HalvedVotes(all: part(0), odd: part(1), even: part(2)))
                }
            }
        }
    }

    /// Adds the weights of the leaves at `places` to the votes of all trees and, behind element `half`, to those of a half.
    private func add(_ places: [Int32], count: Int, into votes: UnsafeMutableBufferPointer<Float>, half: Int) {
        let classCount = classCount
        nodes.withUnsafeBufferPointer { nodes in
            leafWeights.withUnsafeBufferPointer { weights in
                for pixel in 0..<count {
                    let leaf = Int(nodes[Int(places[pixel])].leaf) &* classCount
                    let sums = pixel &* classCount
                    for index in 0..<classCount {
                        let weight = weights[leaf &+ index]
                        let (all, part) = (sums &+ index, half &+ sums &+ index)
                        votes[all] = Float(Double(votes[all]) + weight)
                        votes[part] = Float(Double(votes[part]) + weight)
                    }
                }
            }
        }
    }
}

/// The splits of a forest as a table by which pixels go down without a branch.
private struct TreeSteps {
    /// A split, or a leaf, which leads to itself.
    private struct Step {
        /// Where the values of the input that decides begin.
        var input: Int32 = 0
        var threshold: Float = 0
        var less: Int32
        var otherwise: Int32
    }

    /// More splits than these are taken pixel by pixel: few leaves of a deep tree lie as deep as the deepest.
    private static let mostTogether = 8

    private let steps: [Step]
    private let depth: Int

    /// The table of `forest`, whose inputs' values lie `stride` apart.
    init(_ forest: RandomForest, stride: Int) {
        depth = forest.depth
        steps = forest.nodes.enumerated().map { number, node in
            guard node.feature >= 0 else { return Step(less: Int32(number), otherwise: Int32(number)) }
            let input = node.feature * Int32(stride)
            return Step(input: input, threshold: node.threshold, less: node.less, otherwise: node.otherwise)
        }
    }

    /// Finds the node in which each pixel ends.
    func findLeaves(_ root: Int32, _ values: [Float], count: Int, into places: inout [Int32]) {
        steps.withUnsafeBufferPointer { steps in
            values.withUnsafeBufferPointer { values in
                places.withUnsafeMutableBufferPointer { places in
                    places.update(repeating: root)
                    for _ in 0..<min(depth, Self.mostTogether) { Self.advance(places, by: steps, values, count: count) }
                    guard depth > Self.mostTogether else { return }
                    for pixel in 0..<count {
                        var (place, last) = (places[pixel], Int32(-1))
                        while place != last {
                            let step = steps[Int(place)]
                            last = place
                            place = values[Int(step.input) &+ pixel] < step.threshold ? step.less : step.otherwise
                        }
                        places[pixel] = place
                    }
                }
            }
        }
    }

    private static func advance(
        _ places: UnsafeMutableBufferPointer<Int32>,
        by steps: UnsafeBufferPointer<Step>,
        _ values: UnsafeBufferPointer<Float>,
        count: Int
    ) {
        for pixel in 0..<count {
            let step = steps[Int(places[pixel])]
            // Bits instead of `?:`, of which a compiler would make the branch.
            let isLess: Int32 = values[Int(step.input) &+ pixel] < step.threshold ? -1 : 0
            places[pixel] = step.otherwise ^ (isLess & (step.less ^ step.otherwise))
        }
    }
}

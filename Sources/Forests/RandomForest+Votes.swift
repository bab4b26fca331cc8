extension RandomForest {
    /// Calls `body` with the index and the votes of each pixel, in ascending order; of averaged forests with the average.
    ///
    /// Blocks of pixels go through one tree after the other, which keeps the tree in the cache; for each pixel the
    /// trees still come in their order.
    package func forEachPixel(of planes: [[Float]], count: Int, body: (Int, UnsafeBufferPointer<Float>) -> Void) {
        precondition(planes.count == featureCount && planes.allSatisfy { $0.count >= count })
        let blockSize = 512
        var values = [Float](repeating: 0, count: featureCount * blockSize)
        var votes = [Float](repeating: 0, count: classCount * blockSize)
        var totals = [Float](repeating: 0, count: isAveraged ? votes.count : 0)
        var marks = [Bool](repeating: false, count: blockSize)
        for start in stride(from: 0, to: count, by: blockSize) {
            let size = min(blockSize, count - start)
            for (input, plane) in planes.enumerated() {
                for pixel in 0..<size { values[input * blockSize + pixel] = plane[start + pixel] }
            }
            for index in votes.indices { votes[index] = 0 }
            values.withUnsafeBufferPointer { values in
                votes.withUnsafeMutableBufferPointer { votes in
                    guard isAveraged else {
                        vote(roots[...], values, stride: blockSize, count: size, into: votes)
                        return
                    }
                    Self.haveNaN(values, stride: blockSize, count: size, into: &marks)
                    totals.withUnsafeMutableBufferPointer { totals in
                        average(values, stride: blockSize, count: size, into: votes, totals, marks)
                    }
                }
            }
            votes.withUnsafeBufferPointer { votes in
                for pixel in 0..<size {
                    let own = UnsafeBufferPointer(rebasing: votes[pixel * classCount..<(pixel + 1) * classCount])
                    body(start + pixel, own)
                }
            }
        }
    }

    /// The average of all forests for a block of pixels, in `votes`; 0 for every class of a pixel in `marks`.
    private func average(
        _ values: UnsafeBufferPointer<Float>,
        stride: Int,
        count: Int,
        into votes: UnsafeMutableBufferPointer<Float>,
        _ totals: UnsafeMutableBufferPointer<Float>,
        _ marks: [Bool]
    ) {
        totals.update(repeating: 0)
        var first = 0
        for size in forestSizes {
            vote(roots[first..<first + size], values, stride: stride, count: count, into: votes)
            addForest(votes, size: size, to: totals)
            first += size
        }
        let trees = Float(roots.count)
        for index in 0..<count * classCount { votes[index] = marks[index / classCount] ? 0 : totals[index] / trees }
    }

    /// Adds the votes of the trees from `roots` on for a block of pixels; an input's values lie `stride` after the input's
    /// before it.
    private func vote(
        _ roots: ArraySlice<Int32>,
        _ values: UnsafeBufferPointer<Float>,
        stride: Int,
        count: Int,
        into votes: UnsafeMutableBufferPointer<Float>
    ) {
        nodes.withUnsafeBufferPointer { nodes in
            leafWeights.withUnsafeBufferPointer { weights in
                for root in roots {
                    for pixel in 0..<count {
                        var node = Int(root)
                        while nodes[node].feature >= 0 {
                            let value = values[Int(nodes[node].feature) * stride + pixel]
                            node = Int(value < nodes[node].threshold ? nodes[node].less : nodes[node].otherwise)
                        }
                        let leaf = Int(nodes[node].leaf) * classCount
                        let sums = pixel * classCount
                        for index in 0..<classCount {
                            votes[sums + index] = Float(Double(votes[sums + index]) + weights[leaf + index])
                        }
                    }
                }
            }
        }
    }
}

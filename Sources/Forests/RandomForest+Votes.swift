extension RandomForest {
    /// Calls `body` with the index and the votes of each pixel, in ascending order.
    ///
    /// Blocks of pixels go through one tree after the other, which keeps the tree in the cache; for each pixel the
    /// trees still come in their order.
    package func forEachPixel(of planes: [[Float]], count: Int, body: (Int, UnsafeBufferPointer<Float>) -> Void) {
        precondition(planes.count == featureCount && planes.allSatisfy { $0.count >= count })
        let blockSize = 512
        var values = [Float](repeating: 0, count: featureCount * blockSize)
        var votes = [Float](repeating: 0, count: classCount * blockSize)
        for start in stride(from: 0, to: count, by: blockSize) {
            let size = min(blockSize, count - start)
            for (input, plane) in planes.enumerated() {
                for pixel in 0..<size { values[input * blockSize + pixel] = plane[start + pixel] }
            }
            for index in votes.indices { votes[index] = 0 }
            values.withUnsafeBufferPointer { values in
                votes.withUnsafeMutableBufferPointer { votes in
                    vote(values, stride: blockSize, count: size, into: votes)
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

    /// Adds the votes of all trees for a block of pixels; an input's values lie `stride` after the input's before it.
    private func vote(
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

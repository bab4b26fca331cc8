/// The 4-connected components of a mask in APOC's numbering, by the plainest method there is.
enum FloodFill {
    /// Labels of `mask`, row-major; objects are numbered as a walk down the columns, left to right, meets them.
    static func labels(_ mask: [Bool], width: Int) -> [Int] {
        let height = mask.count / width
        var labels = [Int](repeating: 0, count: mask.count)
        var count = 0
        for x in 0..<width {
            for y in 0..<height where mask[y * width + x] && labels[y * width + x] == 0 {
                count += 1
                var ahead = [(x, y)]
                while let (x, y) = ahead.popLast() {
                    guard (0..<width).contains(x), (0..<height).contains(y) else { continue }
                    guard mask[y * width + x], labels[y * width + x] == 0 else { continue }
                    labels[y * width + x] = count
                    ahead += [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
                }
            }
        }
        return labels
    }
}

/// The components of a mask that touch with their sides, in APOC's numbering, by the plainest method there is.
enum FloodFill {
    /// Labels of `mask`, (Z, Y, X); objects are numbered as a walk meets them: x outermost, then y, then z.
    static func labels(_ mask: [Bool], width: Int, depth: Int = 1) -> [Int] {
        let height = mask.count / width / depth
        func place(_ x: Int, _ y: Int, _ z: Int) -> Int { (z * height + y) * width + x }
        var labels = [Int](repeating: 0, count: mask.count)
        var count = 0
        for x in 0..<width {
            for y in 0..<height {
                for z in 0..<depth where mask[place(x, y, z)] && labels[place(x, y, z)] == 0 {
                    count += 1
                    var ahead = [(x, y, z)]
                    while let (x, y, z) = ahead.popLast() {
                        guard (0..<width).contains(x), (0..<height).contains(y), (0..<depth).contains(z) else {
                            continue
                        }
                        guard mask[place(x, y, z)], labels[place(x, y, z)] == 0 else { continue }
                        labels[place(x, y, z)] = count
                        ahead += [(x - 1, y, z), (x + 1, y, z), (x, y - 1, z), (x, y + 1, z)]
                        ahead += [(x, y, z - 1), (x, y, z + 1)]
                    }
                }
            }
        }
        return labels
    }
}

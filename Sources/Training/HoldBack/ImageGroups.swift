/// Which things are of one image: those that have its name or its content in common, also by way of others.
struct ImageGroups {
    /// The group of each, from 0, in the order in which they were given.
    let numbers: [Int]

    /// The groups of images that are known by name and SHA-256.
    init(_ images: [(name: String, sha256: String)]) {
        var sets = DisjointSets(count: images.count)
        var (names, contents): ([String: Int], [String: Int]) = ([:], [:])
        for (number, image) in images.enumerated() {
            if let same = names[image.name] { sets.join(same, number) } else { names[image.name] = number }
            if let same = contents[image.sha256] { sets.join(same, number) } else { contents[image.sha256] = number }
        }
        numbers = sets.numbers().numbers.map { Int($0) }
    }
}

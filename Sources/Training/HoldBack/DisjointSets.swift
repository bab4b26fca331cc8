/// Sets of numbers that are joined (R. E. Tarjan, 1975); the smallest number stands for its set.
struct DisjointSets {
    private var parents: [Int32]

    /// So many numbers, each a set of its own.
    init(count: Int) { parents = (0..<Int32(count)).map { $0 } }

    /// Makes one set of the two that hold these numbers.
    mutating func join(_ one: Int, _ other: Int) {
        let (a, b) = (root(of: Int32(one)), root(of: Int32(other)))
        if a < b { parents[Int(b)] = a } else { parents[Int(a)] = b }
    }

    private mutating func root(of number: Int32) -> Int32 {
        var number = number
        while parents[Int(number)] != number {
            parents[Int(number)] = parents[Int(parents[Int(number)])]
            number = parents[Int(number)]
        }
        return number
    }

    /// The sets, numbered in the order of their smallest numbers.
    mutating func numbers() -> (numbers: [UInt32], count: Int) {
        var numbers = [UInt32](repeating: 0, count: parents.count)
        var next: UInt32 = 0
        for index in parents.indices {
            let root = Int(root(of: Int32(index)))
            if root == index {
                numbers[index] = next
                next += 1
            } else {
                numbers[index] = numbers[root]
            }
        }
        return (numbers, Int(next))
    }
}

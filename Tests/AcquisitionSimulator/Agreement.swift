import Glibc

/// Objects found compared with objects that are there.
struct Agreement {
    /// Nuclei drawn.
    var truth = 0
    /// Objects in the tables.
    var found = 0
    /// Pairs of one nucleus and one object whose centres are at most half a radius apart.
    var matched = 0
    /// For each pair, the object's area divided by that of the disc.
    var areaRatios: [Double] = []

    /// Share of objects that are nuclei.
    var precision: Double { found == 0 ? (truth == 0 ? 1 : 0) : Double(matched) / Double(found) }
    /// Share of nuclei that were found.
    var recall: Double { truth == 0 ? 1 : Double(matched) / Double(truth) }
    /// The harmonic mean of both.
    var f1: Double { matched == 0 ? (truth == 0 && found == 0 ? 1 : 0) : 2 * precision * recall / (precision + recall) }

    /// Adds an image: each nucleus takes the nearest object that no other has taken.
    mutating func add(cells: [Cell], objects: [FoundObject]) {
        truth += cells.count
        found += objects.count
        var free = objects
        for cell in cells {
            let distances = free.map { hypot($0.y - cell.y, $0.x - cell.x) }
            guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }),
                distances[nearest] <= cell.radius / 2
            else { continue }
            matched += 1
            areaRatios.append(free[nearest].area / (.pi * cell.radius * cell.radius))
            free.remove(at: nearest)
        }
    }
}

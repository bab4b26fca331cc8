/// Finds the word that somebody may have meant.
enum Spelling {
    /// The known word nearest to `word`; nil when none is near enough to be meant.
    static func nearest(to word: String, among known: [String]) -> String? {
        let folded = word.lowercased()
        let candidates = known.map { (word: $0, distance: distance(folded, $0.lowercased())) }
        guard let best = candidates.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, best.word.count / 3) ? best.word : nil
    }

    /// The number of letters to insert, drop, change, or swap with their neighbour to turn `first` into `second`.
    static func distance(_ first: String, _ second: String) -> Int {
        let first = Array(first)
        let second = Array(second)
        var rows = [Array(0...second.count)]
        for i in first.indices {
            var row = [i + 1]
            for j in second.indices {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (first[i] == second[j] ? 0 : 1))
                if i > 0 && j > 0 && first[i] == second[j - 1] && first[i - 1] == second[j] {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[first.count][second.count]
    }
}

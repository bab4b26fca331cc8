/// The values of every feature in ascending order: sorted once a forest, so that no node of any tree sorts them again.
///
/// 12 bytes for each value, which all threads share.
struct SortedColumns: Sendable {
    let count: Int
    /// The values of each feature, ascending; -0 is 0.
    let values: [[Float]]
    /// The row of each value in `values`.
    let rows: [[UInt32]]
    /// The place of each row in `values`.
    let ranks: [[UInt32]]

    /// The columns of `rows`; `progress` is called after each.
    ///
    /// - Precondition: no value is NaN.
    init(_ rows: TrainingRows, progress: () -> Void) {
        count = rows.count
        var sorter = RadixSorter(count: count)
        var (values, order, ranks) = ([[Float]](), [[UInt32]](), [[UInt32]]())
        for column in rows.columns {
            let keys = sorter.sort(column)
            order.append(keys.map { UInt32(truncatingIfNeeded: $0) })
            values.append(keys.map { RadixSorter.value(of: UInt32($0 >> 32)) })
            var places = [UInt32](repeating: 0, count: count)
            for (rank, key) in keys.enumerated() { places[Int(UInt32(truncatingIfNeeded: key))] = UInt32(rank) }
            ranks.append(places)
            progress()
        }
        (self.values, self.rows, self.ranks) = (values, order, ranks)
    }
}

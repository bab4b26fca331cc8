/// The table of what a forest makes of its features: importance, and the share of the splits at each depth.
enum SplitTable {
    /// The most depths that are shown.
    private static let mostDepths = 8

    /// The table; a row for each feature, with its importances and its share of the splits at each depth.
    ///
    /// - Parameter title: what the importances are called.
    static func text(
        _ rows: [(name: String, importances: [String], shares: [Double])],
        of title: String = "importance"
    ) -> String {
        let depth = rows.map(\.shares.count).max() ?? 0
        let shown = min(depth, mostDepths)
        let header = ["", title] + (0..<shown).map { $0 == 0 ? "root" : "depth \($0)" }
        let lines = rows.map { row in
            [row.name, row.importances.isEmpty ? "–" : row.importances.joined(separator: ", ")]
                + row.shares.prefix(shown).map { $0 == 0 ? "·" : "\(Int(($0 * 100).rounded())) %" }
        }
        let more = depth > shown ? "\n(depths \(shown) to \(depth - 1) are in --json)" : ""
        return aligned([header] + lines) + more
    }

    /// Rows of cells, the first of each to the left, the others to the right.
    static func aligned(_ rows: [[String]]) -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + blanks : blanks + cell
            }
            .joined(separator: "  ")
        }
        .joined(separator: "\n")
    }

    /// A number with three decimals.
    static func decimals(_ value: Double) -> String {
        let thousandths = Int((abs(value) * 1000).rounded())
        let rest = String(thousandths % 1000)
        let sign = value < 0 && thousandths > 0 ? "-" : ""
        return "\(sign)\(thousandths / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }
}

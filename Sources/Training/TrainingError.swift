/// Why no forest can be trained.
package enum TrainingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Nothing is annotated.
    case noRows
    /// A value of a feature, from 0, is NaN or infinite in a row.
    case value(Float, feature: Int, row: Int)

    /// What is wrong.
    package var description: String {
        switch self {
        case .noRows: "nothing is annotated"
        case .value(let value, let feature, let row): "feature \(feature + 1) is \(value) in row \(row + 1)"
        }
    }
}

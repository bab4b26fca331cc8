import Forests
package import Imaging

/// Why a table cannot be classified.
package enum TableColumnError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A column that the classifier reads is not there.
    case missing(String)
    /// A column has another number of rows than the first.
    case rows(String, count: Int, expected: Int)

    /// What is wrong, and what to do about it.
    package var description: String {
        switch self {
        case .missing(let name):
            "the table has no column \(name), which the classifier reads; add it, or train with the columns that are there"
        case .rows(let name, let count, let expected):
            "the column \(name) has \(count) rows instead of \(expected); give every column the same number of rows"
        }
    }
}

extension ObjectClassifier {
    /// The class of each row of a table; none where one of its values is NaN.
    ///
    /// - Parameter column: the values of the column of that name, nil where there is none.
    /// - Precondition: a TableRowClassifier.
    package func classes(ofColumns column: (_ name: String) -> [Double]?) throws(TableColumnError) -> ObjectClasses {
        guard case .columns(let names) = inputs else { preconditionFailure("\(kind) does not read tables") }
        var columns: [[Float]] = []
        for name in names {
            guard let values = column(name) else { throw .missing(name) }
            let expected = columns.first?.count ?? values.count
            guard values.count == expected else { throw .rows(name, count: values.count, expected: expected) }
            columns.append(values.map { Float($0) })
        }
        return Self.classes(of: columns, forest: forest)
    }
}

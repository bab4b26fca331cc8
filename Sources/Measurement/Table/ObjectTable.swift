import Dispatch

/// The table of all objects of one image, as CSV with the column names of scikit-image's `regionprops_table`.
///
/// RFC 4180 with LF line ends. Every number reads back to the value that was measured: integers for counts, indices
/// and the extremes of integer images, the shortest decimals that round-trip otherwise. The header is there without
/// objects too.
package struct ObjectTable: Sendable {
    /// What the table says of its objects.
    package let content: TableContent
    /// The whole table, from the header on, in UTF-8.
    package private(set) var csv: [UInt8]

    /// A table without objects.
    package init(_ content: TableContent) {
        self.content = content
        csv = Array(content.columnNames.map { CSVText.field($0) }.joined(separator: ",").utf8) + CSVText.lineEnd
    }

    /// Adds a row for each object, on all processors.
    ///
    /// - Precondition: the measurement is of the table's content.
    package mutating func append(_ plane: PlaneMeasurement) {
        precondition(plane.content == content)
        // Many more parts than processors, for objects are not equally large.
        let partCount = min(64, plane.labelCount)
        var parts = [[UInt8]](repeating: [], count: partCount)
        // The last columns are the same in each row of a plane.
        let last = content.lastFields(position: plane.position).map { "," + CSVText.field($0) }.joined()
        let rowEnd = Array(last.utf8) + CSVText.lineEnd
        let (sources, kinds) = (plane.sources, plane.kinds)
        parts.withUnsafeMutableBufferPointer { parts in
            nonisolated(unsafe) let parts = parts
            // Each part is written by one thread alone.
            DispatchQueue.concurrentPerform(iterations: partCount) { part in
                let first = plane.labelCount * part / partCount + 1
                let end = plane.labelCount * (part + 1) / partCount + 1
                var text = CSVText()
                plane.forEachRow(of: sources, in: first..<end) { _, row in text.add(row, kinds, end: rowEnd) }
                parts[part] = text.bytes
            }
        }
        csv.reserveCapacity(csv.count + parts.reduce(0) { $0 + $1.count })
        for part in parts { csv += part }
    }
}

/// One row of an object table, as far as the score needs it.
struct FoundObject {
    /// Centroid, in pixels.
    var y: Double
    /// Centroid, in pixels.
    var x: Double
    /// Number of pixels.
    var area: Double

    /// The rows of a table; the columns are found by their names in its first line.
    static func read(_ path: String) throws -> [FoundObject]? {
        guard let content = try Files.read(path) else { return nil }
        let lines = content.split(separator: UInt8(ascii: "\n")).map { line in
            line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
        }
        guard let header = lines.first, let y = header.firstIndex(of: "centroid-0"),
            let x = header.firstIndex(of: "centroid-1"), let area = header.firstIndex(of: "area")
        else { throw SimulatorError.malformed(path: path, what: "has no columns area, centroid-0 and centroid-1") }
        return try lines.dropFirst().map { row in
            guard row.count == header.count, let y = Double(row[y]), let x = Double(row[x]),
                let area = Double(row[area])
            else { throw SimulatorError.malformed(path: path, what: "has a row that does not fit its header") }
            return FoundObject(y: y, x: x, area: area)
        }
    }
}

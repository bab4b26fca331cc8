import Imaging

/// A column of the object table.
struct TableColumn: Sendable {
    /// How its numbers are written.
    enum Kind: Sendable {
        /// Whole numbers.
        case integer
        /// The shortest decimals that read back to the same double.
        case decimal
        /// The shortest decimals that read back to the same float32.
        case single
        /// Values of that channel's pixels: whole numbers where the pixels are.
        case pixel(channel: Int)
        /// The name of a class, from class 1 on; nothing for another number.
        case className([String])
    }

    let name: String
    let kind: Kind

    init(_ name: String, _ kind: Kind = .decimal) {
        self.name = name
        self.kind = kind
    }
}

/// Columns that belong together, and how they are measured.
protocol ColumnSource: Sendable {
    /// The columns that tables of `content` have; none if it does not ask for these.
    static func columns(_ content: TableContent) -> [TableColumn]

    /// Prepares for the objects of one plane or volume.
    init(_ plane: MeasuredPlane, _ content: TableContent)

    /// Writes the columns of one object to the beginning of `row`.
    mutating func measure(_ object: MeasuredObject, into row: UnsafeMutableBufferPointer<Double>)
}

/// Objects of one plane or volume, and all that is known of them.
struct MeasuredPlane: Sendable {
    /// P, from 0.
    let position: Int
    let frame: Int
    let slice: Int
    let labels: LabelImage
    let runs: LabelRuns
    let channels: [PixelValues]
    let classes: ObjectClasses?
    let pixelClasses: [UInt8]?
    let extra: [ExtraColumn]
    /// What was summed of each channel while its pixels passed by, where they are not there: labels and channels are empty.
    var sums: [IntensitySums]?
}

/// Writes one value after the other into a row.
struct RowCursor {
    private let row: UnsafeMutableBufferPointer<Double>
    private var next = 0

    init(_ row: UnsafeMutableBufferPointer<Double>) { self.row = row }

    mutating func add(_ value: Double) {
        row[next] = value
        next += 1
    }

    mutating func add(_ value: Int) { add(Double(value)) }
}

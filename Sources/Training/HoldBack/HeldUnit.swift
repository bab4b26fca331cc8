import Crypto

/// Rows of a book that are held back together: neighbouring pixels are too much alike to be divided.
package struct HeldUnit: Sendable {
    /// A scribble, object or row of a block; or all of the block.
    struct Part: Sendable, Hashable {
        /// Which block its rows are in, from 0.
        let block: Int
        /// Which of the block's units it is; 0 where it is the block.
        let unit: UInt32
    }

    /// What belongs together: of an image that comes several times, the parts of each time.
    private(set) var parts: [Part]
    /// How many rows it has of each annotation.
    package private(set) var rows: [Int32: Int] = [:]
    /// Places units in an order that depends on nothing but the images' content and the units' numbers.
    private(set) var order: UInt64

    /// How many rows it has.
    package var count: Int { rows.values.reduce(0, +) }

    /// The unit of one part, without rows yet.
    init(_ part: Part, imageSHA256: String, byImage: Bool) {
        parts = [part]
        let digest = SHA256.hash(data: Array("\(imageSHA256) \(byImage ? "image" : String(part.unit))".utf8))
        order = digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Adds a row.
    mutating func add(_ annotation: Int32) { rows[annotation, default: 0] += 1 }

    /// Takes over what another unit has.
    mutating func add(_ other: HeldUnit) {
        parts += other.parts
        rows.merge(other.rows, uniquingKeysWith: +)
        order = min(order, other.order)
    }

    /// Whether it comes before another; of equal hashes, the one whose block came first.
    func precedes(_ other: HeldUnit) -> Bool {
        (order, parts[0].block, parts[0].unit) < (other.order, other.parts[0].block, other.parts[0].unit)
    }
}

package import Imaging

/// The rows of one plane in all channels, read in parts: what is not asked for is not decoded.
package final class PlaneRows {
    /// The channels that one page holds.
    struct Part {
        let page: Int
        let rows: StoredRows
        var samples: [Int]
    }

    private let parts: [Part]
    private let name: String
    private let note: (DecodedPlanes) -> Void

    /// The channels of `parts`, one part behind the other, in the file called `name`; `note` is told what was decoded.
    init(_ parts: [Part], name: String, note: @escaping (DecodedPlanes) -> Void) {
        (self.parts, self.name, self.note) = (parts, name, note)
    }

    /// Rows that are decoded together: parts that begin at multiples of it decode nothing twice.
    package var blockRows: Int { parts.map(\.rows.blockRows).max() ?? 1 }

    /// Bytes that are needed beside the rows: one strip or tile.
    package var blockBytes: Int { parts.map(\.rows.blockBytes).max() ?? 0 }

    /// The rows `rows` of each channel.
    package func read(_ rows: Range<Int>) throws(TIFFError) -> [PixelValues] {
        var channels: [PixelValues] = []
        do throws(TIFFFault) {
            for part in parts {
                let decoded = try part.rows.read(rows, of: part.samples)
                note(decoded)
                channels += decoded.planes
            }
        } catch {
            throw error.inFile(name)
        }
        return channels
    }
}

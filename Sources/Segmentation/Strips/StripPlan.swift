import Imaging

/// How an image is cut into horizontal strips, all slices at once.
struct StripPlan {
    let layout: StripLayout
    /// The rows of each strip, top to bottom.
    let strips: [Range<Int>]
    /// Strips have a multiple of this many rows, which is what a work-item owns.
    static let blockRows = 8

    /// The highest strips whose memory stays within `bytes`, or strips of one block of rows.
    ///
    /// - Parameter votePlanes: planes of votes that are kept for a strip.
    init(
        _ plan: PassPlan,
        votePlanes: Int,
        size: ImageSize,
        blockWidth: Int,
        bytes: Int,
        stripRows: Int? = nil
    ) {
        func layout(_ rows: Int) -> StripLayout {
            StripLayout(plan, size: size, rows: rows, blockWidth: blockWidth)
        }
        if let stripRows {
            self.layout = layout(max(1, min(stripRows, size.height)))
        } else {
            // Class and mask take a byte, each plane of votes four, a row of the arena four per element.
            let perRow = size.width * size.depth * (2 + 4 * votePlanes)
            func fits(_ blocks: Int) -> Bool {
                let rows = min(blocks * Self.blockRows, size.height)
                return layout(rows).elementCount * 4 + rows * perRow <= bytes
            }
            let all = (size.height + Self.blockRows - 1) / Self.blockRows
            var most = 1
            if fits(all) {
                most = all
            } else {
                var tooMany = all
                while tooMany - most > 1 {
                    let middle = (most + tooMany) / 2
                    if fits(middle) { most = middle } else { tooMany = middle }
                }
            }
            // Strips of about the same height.
            let count = (all + most - 1) / most
            let even = (all + count - 1) / count
            self.layout = layout(min(even * Self.blockRows, size.height))
        }
        let rows = self.layout.rows
        strips = stride(from: 0, to: size.height, by: rows).map { $0..<min($0 + rows, size.height) }
    }
}

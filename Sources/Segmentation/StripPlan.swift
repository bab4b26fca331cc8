import Features
import Imaging

/// How an image is cut into horizontal strips.
struct StripPlan {
    let layout: StripLayout
    /// The rows of each strip, top to bottom.
    let strips: [Range<Int>]
    /// Rows are taken in multiples of this, which is what a work-item owns.
    static let blockRows = 8

    /// The fewest strips whose memory stays within the options' budget, all of about the same height.
    init(
        plan: FeaturePlan,
        channelCount: Int,
        votePlanes: Int,
        size: ImageSize,
        blockWidth: Int,
        options: EngineOptions
    ) {
        func layout(_ rows: Int) -> StripLayout {
            StripLayout(plan: plan, channelCount: channelCount, size: size, rows: rows, blockWidth: blockWidth)
        }
        if let rows = options.stripRows {
            self.layout = layout(max(1, min(rows, size.height)))
        } else {
            // Class and mask take a byte, each plane of votes four, a row of the arena four per element.
            let perRow = size.width * (2 + 4 * votePlanes)
            func fits(_ blocks: Int) -> Bool {
                let rows = min(blocks * Self.blockRows, size.height)
                return layout(rows).elementCount * 4 + rows * perRow <= options.stripBytes
            }
            var most = (size.height + Self.blockRows - 1) / Self.blockRows
            if !fits(most) {
                var least = 1
                while most - least > 1 {
                    let middle = (least + most) / 2
                    if fits(middle) { least = middle } else { most = middle }
                }
                most = least
            }
            let greatest = min(most * Self.blockRows, size.height)
            let count = (size.height + greatest - 1) / greatest
            let even = (size.height + count - 1) / count
            let rows = (even + Self.blockRows - 1) / Self.blockRows * Self.blockRows
            self.layout = layout(min(rows, size.height))
        }
        let rows = self.layout.rows
        strips = stride(from: 0, to: size.height, by: rows).map { $0..<min($0 + rows, size.height) }
    }
}

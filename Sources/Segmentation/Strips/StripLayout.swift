import Features
import Imaging

/// Where the planes of a pass plan lie in the arena, and which kernels run in which order over a strip.
///
/// A plane is a ring buffer of rows (common_lanes.cl): it keeps the rows that later strips still read, so that no row is
/// computed twice. Planes that live only within one strip share memory. Pure arithmetic: nothing here touches a device.
struct StripLayout {
    /// One run of a kernel over all its jobs.
    struct Launch {
        var kernel: FeatureKernel
        var firstJob: Int
        /// Jobs, or groups of jobs, done side by side.
        var width: Int
        /// The most rows beyond the strip that one of them computes.
        var above: Int
        /// Planes that are read and written, for the bytes of a benchmark.
        var planes: Int
    }

    let size: ImageSize
    /// Rows of a strip; the last one may be shorter.
    let rows: Int
    /// Elements from one row to the next.
    let stride: Int
    /// Elements of the arena.
    let elementCount: Int
    /// Where each input of the forest lies.
    let inputs: [FeatureJob.Place]
    let launches: [Launch]
    /// The jobs of all launches; those that load the channels come first, one each.
    let jobs: [FeatureJob]
    let tables: [Float]

    /// A layout for strips of `rows` rows; `blockWidth` is how many pixels of a row a work-item owns.
    init(_ plan: PassPlan, size: ImageSize, rows: Int, blockWidth: Int) {
        let demand = PassDemand(plan)
        (self.size, self.rows) = (size, rows)
        let margin = Self.roundedUp(max(demand.reach.max() ?? 0, 1), to: Self.widestVector)
        // Blocks may end past the image: that room is part of every row.
        stride = margin + Self.roundedUp(size.width, to: max(blockWidth, Self.widestVector)) + margin
        let (places, elementCount) = Self.places(plan, demand, size: size, rows: rows, margin: margin, stride: stride)
        self.elementCount = elementCount
        inputs = plan.outputs.map { places[$0] }
        let schedule = StripSchedule(plan, demand, places)
        (jobs, tables, launches) = (schedule.jobs, schedule.tables, schedule.launches)
    }

    /// Pixels of the widest vector of any device.
    private static let widestVector = 16
    /// Elements before and behind all planes: the first row's margin may be read past its beginning, the last row's past
    /// its end.
    private static let guardCount = 32

    private static func roundedUp(_ count: Int, to multiple: Int) -> Int {
        (count + multiple - 1) / multiple * multiple
    }

    /// Where each value of `plan` lies, and the elements of the arena.
    private static func places(
        _ plan: PassPlan,
        _ demand: PassDemand,
        size: ImageSize,
        rows: Int,
        margin: Int,
        stride: Int
    ) -> ([FeatureJob.Place], elementCount: Int) {
        var arena = ArenaPlanner()
        let end = demand.levels + 1
        let places = (0..<plan.valueCount).map { value -> FeatureJob.Place in
            let ring = min(rows + demand.above[value] - demand.first[value], size.height)
            // Rows of the strip before are still read where the ring is higher than a strip.
            let outlivesStrip = ring > rows
            let life = outlivesStrip ? 0...end : demand.level[value]...max(demand.lastUse[value], demand.level[value])
            let offset = arena.place(ring * size.depth * stride, from: life.lowerBound, until: life.upperBound)
            return FeatureJob.Place(origin: Int64(guardCount + offset + margin), ring: Int32(ring))
        }
        return (places, arena.elementCount + 2 * guardCount)
    }

    /// The rows of the image that hold a strip's share of a plane reaching `above` rows beyond.
    func rowRange(_ strip: Range<Int>, above: Int) -> Range<Int> {
        let end = min(strip.upperBound + above, size.height)
        return min(strip.lowerBound == 0 ? 0 : strip.lowerBound + above, end)..<end
    }
}

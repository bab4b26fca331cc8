import Features
import Imaging

/// Where the planes of a pass plan lie in the arena, and which kernels run in which order over a strip.
///
/// A plane is a ring of rows (common_lanes.cl): it keeps what its users still read, so that no row is computed twice.
/// Planes that live only while one strip is worked on share memory. Pure arithmetic: nothing here touches a device.
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
        self.size = size
        self.rows = rows
        // Vectors are 16 wide at most and blocks may end past the image: that room is part of every row.
        let margin = (max(demand.reach.max() ?? 0, 1) + 15) / 16 * 16
        let padded = (size.width + max(blockWidth, 16) - 1) / max(blockWidth, 16) * max(blockWidth, 16)
        let stride = margin + padded + margin
        self.stride = stride

        var arena = ArenaPlanner()
        // The first row's margin may be read past its beginning, the last row's past its end.
        let guardCount = 32
        let end = demand.levels + 1
        let places = (0..<plan.valueCount).map { value -> FeatureJob.Place in
            let ring = min(rows + demand.above[value] - demand.first[value], size.height)
            let lasts = ring > rows
            let life = lasts ? 0...end : demand.level[value]...max(demand.lastUse[value], demand.level[value])
            let offset = arena.place(ring * size.depth * stride, from: life.lowerBound, until: life.upperBound)
            return FeatureJob.Place(origin: Int64(guardCount + offset + margin), ring: Int32(ring))
        }
        elementCount = arena.elementCount + 2 * guardCount
        inputs = plan.outputs.map { places[$0] }

        var jobs = (0..<plan.channelCount).map {
            FeatureJob(loadingInto: places[$0], above: demand.above[$0], reach: demand.reach[$0])
        }
        var tables: [Float] = []
        var launches: [Launch] = []
        func job(_ index: Int) -> FeatureJob {
            let pass = plan.passes[index]
            let value = plan.result(of: index)
            defer { tables += pass.table }
            return FeatureJob(
                pass,
                from: plan.inputs[index].map { places[$0] },
                to: places[value],
                above: demand.above[value],
                reach: demand.reach[value],
                table: tables.count
            )
        }
        for level in 1...max(demand.levels, 1) {
            let here = plan.passes.indices.filter { demand.level[plan.result(of: $0)] == level }
            let kernels = Dictionary(grouping: here) { plan.passes[$0].kernel }
            for (kernel, members) in kernels.sorted(by: { $0.key.name < $1.key.name }) {
                let first = jobs.count
                let groups =
                    kernel.jobsAtOnce > 1
                    ? demand.groups.filter { members.contains($0[0]) } : members.map { [$0] }
                for group in groups {
                    for _ in group.count..<kernel.jobsAtOnce { jobs.append(.absent) }
                    jobs += group.map(job)
                }
                launches.append(
                    Launch(
                        kernel: kernel,
                        firstJob: first,
                        width: groups.count,
                        above: members.map { demand.above[plan.result(of: $0)] }.max() ?? 0,
                        planes: groups.count + members.count
                    )
                )
            }
        }
        self.jobs = jobs
        self.tables = tables
        self.launches = launches
    }

    /// The rows of the image that hold a strip's share of a plane reaching `above` rows beyond.
    func rowRange(_ strip: Range<Int>, above: Int) -> Range<Int> {
        let end = min(strip.upperBound + above, size.height)
        return min(strip.lowerBound == 0 ? 0 : strip.lowerBound + above, end)..<end
    }
}

import Features

/// The kernels that compute a pass plan, in an order in which every pass comes after those it reads, and their jobs.
struct StripSchedule {
    private(set) var launches: [StripLayout.Launch] = []
    /// The jobs of all launches; those that load the channels come first, one each.
    private(set) var jobs: [FeatureJob]
    private(set) var tables: [Float] = []
    private let plan: PassPlan
    private let demand: PassDemand
    private let places: [FeatureJob.Place]

    /// A schedule of `plan`, whose values lie at `places`.
    init(_ plan: PassPlan, _ demand: PassDemand, _ places: [FeatureJob.Place]) {
        (self.plan, self.demand, self.places) = (plan, demand, places)
        jobs = (0..<plan.channelCount).map {
            FeatureJob(loadingInto: places[$0], above: demand.above[$0], reach: demand.reach[$0])
        }
        // Passes of one level do not read each other: those of one kernel are one launch.
        for level in 1...max(demand.levels, 1) {
            let here = plan.passes.indices.filter { demand.level[plan.result(of: $0)] == level }
            let kernels = Dictionary(grouping: here) { plan.passes[$0].kernel }
            for (kernel, members) in kernels.sorted(by: { $0.key.name < $1.key.name }) { append(kernel, members) }
        }
    }

    private mutating func append(_ kernel: FeatureKernel, _ members: [Int]) {
        let first = jobs.count
        let groups =
            kernel.jobsAtOnce > 1 ? demand.groups.filter { members.contains($0[0]) } : members.map { [$0] }
        for group in groups {
            for _ in group.count..<kernel.jobsAtOnce { jobs.append(.absent) }
            for index in group { appendJob(index) }
        }
        launches.append(
            StripLayout.Launch(
                kernel: kernel,
                firstJob: first,
                width: groups.count,
                above: members.map { demand.above[plan.result(of: $0)] }.max() ?? 0,
                planes: groups.count + members.count
            )
        )
    }

    private mutating func appendJob(_ index: Int) {
        let pass = plan.passes[index]
        let value = plan.result(of: index)
        let sources = plan.inputs[index].map { places[$0] }
        // The kernel counts on as many jobs for each pass, whatever it reads.
        for first in stride(from: 0, to: max(pass.kernel.sourceCount, 2), by: 2) {
            let pair = Array(sources[min(first, sources.count - 1)..<min(first + 2, sources.count)])
            jobs.append(
                FeatureJob(
                    pass,
                    from: pair,
                    to: places[value],
                    above: demand.above[value],
                    reach: demand.reach[value],
                    table: tables.count
                )
            )
        }
        tables += pass.table
    }
}

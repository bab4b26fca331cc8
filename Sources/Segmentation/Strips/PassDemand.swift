import Features

/// What the users of each value of a pass plan need of it, and when.
struct PassDemand {
    /// Rows beyond the strip that a value holds, above and below.
    private(set) var above: [Int]
    /// The first row its users read, counted from the strip's first: 0 or negative.
    private(set) var first: [Int]
    /// Columns its users read beyond the image's edges.
    private(set) var reach: [Int]
    /// Passes that must be done before: 0 for channels.
    private(set) var level: [Int]
    /// The last level at which it is read; one more than all levels for the forest's inputs.
    private(set) var lastUse: [Int]
    /// Groups of passes that share one reading of their source: indices of passes, ascending in half width, or in the order
    /// of their bank.
    private(set) var groups: [[Int]] = []
    /// The greatest level.
    let levels: Int

    /// Reads the demands off `plan`.
    init(_ plan: PassPlan) {
        let count = plan.valueCount
        above = [Int](repeating: 0, count: count)
        (first, reach, lastUse) = (above, above, above)
        var level = above
        for (index, inputs) in plan.inputs.enumerated() {
            level[plan.result(of: index)] = 1 + (inputs.map { level[$0] }.max() ?? 0)
        }
        let levels = level.max() ?? 0
        (self.level, self.levels) = (level, levels)
        for output in plan.outputs { lastUse[output] = levels + 1 }
        groups = Self.groups(plan)
        let groupOf = Dictionary(groups.flatMap { group in group.map { ($0, group) } }, uniquingKeysWith: { $1 })
        // Users come after what they use, so all users of a level are known when it is reached from above.
        for wanted in (1...max(levels, 1)).reversed() {
            for index in plan.passes.indices where level[plan.result(of: index)] == wanted {
                let value = plan.result(of: index)
                let members = groupOf[index] ?? [index]
                above[value] = members.map { above[plan.result(of: $0)] }.max() ?? 0
                let pass = plan.passes[index]
                for input in plan.inputs[index] {
                    above[input] = max(above[input], above[value] + pass.rowHalo)
                    first[input] = min(first[input], above[value] - pass.rowHalo)
                    reach[input] = max(reach[input], pass.columnHalo)
                    lastUse[input] = max(lastUse[input], wanted)
                }
            }
        }
    }

    /// Passes of a kernel that does several at once, by the plane they read; those of about equal width together.
    private static func groups(_ plan: PassPlan) -> [[Int]] {
        let banks = Dictionary(grouping: plan.passes.indices.filter { plan.banks[$0] != nil }) { plan.banks[$0] ?? 0 }
        let grouped = plan.passes.indices.filter {
            plan.passes[$0].kernel.jobsAtOnce > 1 && plan.banks[$0] == nil
        }
        let byKernel = Dictionary(grouping: grouped) { plan.passes[$0].kernel }
        let narrow = banks.sorted { $0.key < $1.key }.map(\.value)
        return narrow
            + byKernel.sorted { $0.key.name < $1.key.name }.flatMap { kernel, passes in
                let bySource = Dictionary(grouping: passes) { plan.inputs[$0][0] }
                return bySource.sorted { $0.key < $1.key }.flatMap { _, members in
                    // The first group is the incomplete one: its passes are the narrowest, and the least work.
                    let sorted = members.sorted { plan.passes[$0].halfWidth < plan.passes[$1].halfWidth }
                    let odd = sorted.count % kernel.jobsAtOnce
                    let starts = (odd > 0 ? [0] : []) + stride(from: odd, to: sorted.count, by: kernel.jobsAtOnce)
                    return starts.enumerated().map { number, start in
                        Array(sorted[start..<(number + 1 < starts.count ? starts[number + 1] : sorted.count)])
                    }
                }
            }
    }
}

import Features

/// What the users of each value of a plan need of it; value -1 is the image, others are steps.
struct PlaneDemand {
    private let originOf: [Int]
    private let halfWidths: [Int?]
    private var rowsAbove: [Int]
    private var columns: [Int]
    private var lastUses: [Int]
    private var outputs: Set<Int>

    /// Reads the demands off `plan`.
    init(_ plan: FeaturePlan) {
        var originOf = [Int]()
        var halfWidths = [Int?]()
        for (index, step) in plan.steps.enumerated() {
            var origin = index
            var halfWidth: Int?
            if case .gaussianBlur(let sigma) = step.operation {
                // A blur without a width is a copy: its users read its source instead.
                if sigma <= 0 {
                    origin = step.inputs[0] < 0 ? -1 : originOf[step.inputs[0]]
                } else {
                    halfWidth = step.operation.halo
                }
            }
            originOf.append(origin)
            halfWidths.append(halfWidth)
        }
        self.originOf = originOf
        self.halfWidths = halfWidths
        let resolve = { (value: Int) in value < 0 ? -1 : originOf[value] }
        outputs = Set(plan.outputs.map(resolve))
        rowsAbove = [Int](repeating: 0, count: plan.steps.count + 1)
        columns = rowsAbove
        lastUses = [Int](repeating: -1, count: plan.steps.count + 1)
        for (index, step) in plan.steps.enumerated().reversed() where originOf[index] == index {
            let reach = halfWidths[index] ?? step.operation.halo
            for input in step.inputs.map(resolve) {
                rowsAbove[input + 1] = max(rowsAbove[input + 1], rowsAbove[index + 1] + reach)
                columns[input + 1] = max(columns[input + 1], reach)
                lastUses[input + 1] = max(lastUses[input + 1], index)
            }
        }
    }

    /// The value that `value` is a copy of; itself for most.
    func origin(_ value: Int) -> Int { value < 0 ? -1 : originOf[value] }
    /// Rows needed above and below the strip.
    func above(_ value: Int) -> Int { rowsAbove[value + 1] }
    /// Columns read beyond the image's edges.
    func reach(_ value: Int) -> Int { columns[value + 1] }
    /// The last step that reads it, or -1.
    func lastUse(_ value: Int) -> Int { lastUses[value + 1] }
    /// Whether the forest reads it.
    func isOutput(_ value: Int) -> Bool { outputs.contains(value) }
    /// Half width of a blur's weights; nil for other operations.
    func blurHalfWidth(_ step: Int) -> Int? { halfWidths[step] }
    /// The greatest reach of all.
    var greatestReach: Int { columns.max() ?? 0 }
}

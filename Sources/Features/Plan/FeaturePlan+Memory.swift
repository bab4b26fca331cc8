extension FeaturePlan {
    /// Rows above and below a strip of features that each step has to give, so that those that follow from it can be taken.
    package var demands: [Int] {
        var demands = steps.map { _ in 0 }
        // Users come after what they use.
        for index in steps.indices.reversed() {
            let demand = demands[index] + steps[index].operation.halos.rows
            for input in steps[index].inputs where input >= 0 { demands[input] = max(demands[input], demand) }
        }
        return demands
    }

    /// The most results that are held at once where steps are taken in order and each result is freed with its last use.
    package var mostHeld: Int {
        var uses = steps.map { _ in 0 }
        for input in steps.flatMap(\.inputs) + outputs where input >= 0 { uses[input] += 1 }
        var (held, most) = (0, 0)
        for step in steps {
            held += 1
            most = max(most, held)
            for input in step.inputs where input >= 0 {
                uses[input] -= 1
                if uses[input] == 0 { held -= 1 }
            }
        }
        return most
    }
}

package import Features

/// A plan of features as runs of kernels, for all channels of an image.
///
/// Values are numbered: the channels, then the result of each pass.
package struct PassPlan {
    let channelCount: Int
    let is3D: Bool
    private(set) var passes: [FeaturePass] = []
    /// The values that each pass reads.
    private(set) var inputs: [[Int]] = []
    /// The bank that each pass is done in together with others; nil for a pass that is done by itself.
    private(set) var banks: [Int?] = []
    /// The value of each input of the forest: the features of channel 0, then of channel 1, …
    private(set) var outputs: [Int] = []

    /// The passes of `plan` for `channelCount` channels; operators are those of volumes if `is3D`.
    ///
    /// - Parameter joinsFilters: steps that narrow filters make of the same planes are done in banks.
    package init(_ plan: FeaturePlan, channelCount: Int, is3D: Bool, joinsFilters: Bool) {
        self.channelCount = channelCount
        self.is3D = is3D
        let joined = joinsFilters ? FilterBanks(plan) : nil
        for channel in 0..<channelCount {
            var values: [Int] = []
            func value(_ input: Int) -> Int { input < 0 ? channel : values[input] }
            for (index, step) in plan.steps.enumerated() {
                guard joined?.isNeeded[index] != false else {
                    values.append(-1)
                    continue
                }
                if let joined, let output = joined.outputs[index] {
                    append(output.pass, output.sources.map(value), bank: channel * joined.count + output.bank)
                    values.append(result(of: passes.count - 1))
                    continue
                }
                // The first pass reads the step's inputs, each further one what the one before it wrote.
                var read = step.inputs.map(value)
                for pass in step.operation.passes(is3D: is3D) {
                    append(pass, read)
                    read = [result(of: passes.count - 1)]
                }
                values.append(read[0])
            }
            outputs += plan.outputs.map(value)
        }
    }

    private mutating func append(_ pass: FeaturePass, _ read: [Int], bank: Int? = nil) {
        passes.append(pass)
        inputs.append(read)
        banks.append(bank)
    }

    /// Values in all.
    var valueCount: Int { channelCount + passes.count }

    /// The value that a pass makes.
    func result(of pass: Int) -> Int { channelCount + pass }

    /// What has to be compared with the host before it can be relied on: the kernels, each with the variants in which it runs, on
    /// planes or on volumes. On a plane, what lies in other slices would not tell anything.
    package var variants: Set<String> {
        var variants: Set<String> = []
        for pass in passes {
            let kernel = "\(pass.kernel.name) \(pass.option)\(is3D ? " of volumes" : "")"
            variants.formUnion(pass.details.isEmpty ? [kernel] : pass.details.map { "\(kernel): \($0)" })
        }
        return variants
    }
}

import Features

/// A plan of features as runs of kernels, for all channels of an image.
///
/// Values are numbered: the channels, then the result of each pass.
struct PassPlan {
    let channelCount: Int
    let is3D: Bool
    private(set) var passes: [FeaturePass] = []
    /// The values that each pass reads.
    private(set) var inputs: [[Int]] = []
    /// The value of each input of the forest: the features of channel 0, then of channel 1, …
    private(set) var outputs: [Int] = []

    /// The passes of `plan` for `channelCount` channels; operators are those of volumes if `is3D`.
    init(_ plan: FeaturePlan, channelCount: Int, is3D: Bool) {
        self.channelCount = channelCount
        self.is3D = is3D
        for channel in 0..<channelCount {
            var values: [Int] = []
            func value(_ input: Int) -> Int { input < 0 ? channel : values[input] }
            for step in plan.steps {
                // The first pass reads the step's inputs, each further one what the one before it wrote.
                var read = step.inputs.map(value)
                for pass in step.operation.passes(is3D: is3D) {
                    passes.append(pass)
                    inputs.append(read)
                    read = [result(of: passes.count - 1)]
                }
                values.append(read[0])
            }
            outputs += plan.outputs.map(value)
        }
    }

    /// Values in all.
    var valueCount: Int { channelCount + passes.count }

    /// The value that a pass makes.
    func result(of pass: Int) -> Int { channelCount + pass }

    /// Names of the kernels, each once.
    var kernelNames: Set<String> { Set(passes.map(\.kernel.name)) }
}

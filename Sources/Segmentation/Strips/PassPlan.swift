import Features
import Imaging

/// A plan of features as runs of kernels, for all channels of an image.
///
/// Values are numbered: the channels, then the result of each pass.
struct PassPlan {
    let channelCount: Int
    let is3D: Bool
    private(set) var passes: [FeaturePass] = []
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
                values.append(append(step.operation, step.inputs.map(value)))
            }
            outputs += plan.outputs.map(value)
        }
    }

    /// Values in all.
    var valueCount: Int { channelCount + passes.count }

    /// The value that a pass makes.
    func result(of pass: Int) -> Int { channelCount + pass }

    /// Names of the kernels, each once.
    var kernelNames: Set<String> { Set(passes.map(\.kernel)) }

    private mutating func append(_ pass: FeaturePass) -> Int {
        passes.append(pass)
        return result(of: passes.count - 1)
    }

    private mutating func append(_ operation: FeatureOperation, _ inputs: [Int]) -> Int {
        switch operation {
        case .gaussianBlur(let sigma): return appendBlur(GaussianWeights(sigma: sigma), inputs[0])
        case .window(let statistic, let window): return append(statistic, over: window, inputs[0])
        case .laplaceBox: return append(neighbourhood: "laplace_box", inputs)
        case .laplaceDiamond: return append(neighbourhood: "laplace_diamond", inputs)
        case .sobel: return append(neighbourhood: "sobel", inputs)
        case .smallHessianEigenvalue: return append(neighbourhood: "hessian", inputs, option: 0)
        case .largeHessianEigenvalue: return append(neighbourhood: "hessian", inputs, option: 1)
        case .gradient(let axis):
            var pass = FeaturePass(kernel: "gradient", inputs: inputs, stage: "derivative")
            pass.option = axis == .x ? 0 : axis == .y ? 1 : 2
            pass.rowHalo = axis == .y ? 1 : 0
            pass.columnHalo = axis == .x ? 1 : 0
            return append(pass)
        case .subtract: return append(FeaturePass(kernel: "subtract_planes", inputs: inputs, stage: "arithmetic"))
        case .divide: return append(FeaturePass(kernel: "divide_planes", inputs: inputs, stage: "arithmetic"))
        case .localMaximum: return append(extremes: 0, inputs)
        case .localMinimum: return append(extremes: 1, inputs)
        case .gammaCorrection: preconditionFailure("a device has only strips of the image")
        case .pointwise(let function, let number):
            var pass = FeaturePass(kernel: "pointwise", inputs: inputs, stage: "arithmetic")
            pass.option = Int(function.rawValue)
            pass.number = number
            return append(pass)
        }
    }

    /// The 3 × 3 and 3 × 3 × 3 operators.
    private mutating func append(neighbourhood name: String, _ inputs: [Int], option: Int = 0) -> Int {
        var pass = FeaturePass(kernel: name + (is3D ? "_3d" : "_2d"), inputs: inputs, stage: "derivative")
        (pass.rowHalo, pass.columnHalo, pass.option) = (1, 1, option)
        return append(pass)
    }

    private mutating func append(extremes option: Int, _ inputs: [Int]) -> Int {
        var pass = FeaturePass(kernel: "local_extremes", inputs: inputs, stage: "window")
        (pass.rowHalo, pass.columnHalo, pass.option) = (1, 1, option)
        return append(pass)
    }

    private mutating func appendBlur(_ weights: GaussianWeights, _ input: Int) -> Int {
        var pass = FeaturePass(kernel: FeaturePass.grouped, inputs: [input], stage: "gaussian_blur")
        (pass.halfWidth, pass.sum, pass.table) = (weights.halfWidth, weights.sum, weights.weights)
        pass.count = weights.weights.count
        pass.columnHalo = weights.halfWidth
        pass.inputs = [append(pass)]
        pass.kernel = "gaussian_columns"
        (pass.rowHalo, pass.columnHalo) = (weights.halfWidth, 0)
        guard is3D else { return append(pass) }
        pass.inputs = [append(pass)]
        pass.kernel = "gaussian_slices"
        pass.rowHalo = 0
        return append(pass)
    }

    private mutating func append(_ statistic: WindowStatistic, over window: Window, _ input: Int) -> Int {
        var pass = FeaturePass(kernel: "", inputs: [input], stage: "window")
        pass.halfWidth = window.halfWidth
        if window.shape == .box, let kernel = statistic.separableKernel {
            // Of a single pixel, minimum and maximum are the pixel itself; the mean is 0 plus it, which is no -0.
            guard window.halfWidth > 0 || statistic == .mean else { return input }
            pass.kernel = kernel
            for axis in 0..<(is3D ? 3 : 2) {
                pass.option = axis
                pass.columnHalo = axis == 0 ? window.halfWidth : 0
                pass.rowHalo = axis == 1 ? window.halfWidth : 0
                pass.inputs = [append(pass)]
            }
            return pass.inputs[0]
        }
        pass.kernel = statistic.windowKernel
        (pass.rowHalo, pass.columnHalo) = (window.halfWidth, window.halfWidth)
        let spans = window.spans(dimensions: is3D ? 3 : 2)
        pass.table = spans.map { Float(bitPattern: UInt32(bitPattern: $0)) }
        pass.count = window.offsets(dimensions: is3D ? 3 : 2).count
        return append(pass)
    }
}

extension WindowStatistic {
    /// The kernel that works along one axis at a time, where the statistic of a box can be taken so.
    fileprivate var separableKernel: String? {
        switch self {
        case .minimum: "box_minimum"
        case .maximum: "box_maximum"
        case .mean: "box_mean"
        case .median, .variance, .mode: nil
        }
    }

    /// The kernel that goes through all pixels of a window.
    fileprivate var windowKernel: String {
        switch self {
        case .minimum: "window_minimum"
        case .maximum: "window_maximum"
        case .mean: "window_mean"
        case .median: "window_median"
        case .variance: "window_variance"
        case .mode: "window_mode"
        }
    }
}

import Kernels
import OpenCLRuntime

/// The built kernels of one device, and how work is cut for it.
final class KernelSet {
    /// Trees up to this depth are evaluated for many pixels at once.
    static let forestStack = 40

    let context: Context
    let queue: CommandQueue
    /// Pixels of one explicit vector.
    let lanes: Int
    /// Pixels of a row that one work-item owns.
    let blockWidth: Int
    /// Consecutive pixels that one work-item of a chunk kernel owns.
    var chunk: Int { lanes * 64 }
    private let program: Program
    private let isCPU: Bool
    private var kernels: [String: Kernel] = [:]

    /// Builds the one program of `device`.
    init(device: Device, options: EngineOptions) throws(OpenCLError) {
        context = try Context(device: device)
        queue = try CommandQueue(context: context)
        isCPU = device.description.kind == .cpu
        lanes = options.lanes ?? (isCPU ? 16 : 1)
        let vectors = lanes == 1 ? 1 : 8
        blockWidth = lanes * vectors
        var flags = "-cl-std=CL1.2 -DLANES=\(lanes) -DBLOCK_VECTORS=\(vectors) -DBLOCK_ROWS=\(StripPlan.blockRows)"
        flags += " -DFOREST_STACK=\(Self.forestStack)"
        if device.hasExactDivision && !options.avoidsExactDivision {
            flags += " -DEXACT_DIVISION -cl-fp32-correctly-rounded-divide-sqrt"
        }
        let source = KernelSource.program(contraction: options.contraction)
        program = try Program(context: context, source: source, options: flags)
    }

    /// Runs a kernel whose work-items own blocks of pixels, over the rows `rows` of a strip.
    func runBlocks(
        _ name: String,
        width: Int,
        rowCount: Int,
        _ arguments: [KernelArgument]
    ) throws(OpenCLError) {
        let blocks = (rowCount + StripPlan.blockRows - 1) / StripPlan.blockRows
        let columns = (width + blockWidth - 1) / blockWidth
        try queue.run(kernel(name), columns: columns, rows: blocks, local: (isCPU ? 1 : 64, 1), arguments)
    }

    /// Runs a kernel whose work-items own whole rows, or blocks of rows: `count` of them.
    func runRows(_ name: String, count: Int, _ arguments: [KernelArgument]) throws(OpenCLError) {
        try queue.run(kernel(name), columns: 1, rows: count, local: (1, isCPU ? 1 : 64), arguments)
    }

    /// Runs a kernel whose work-items own chunks of consecutive pixels, `count` pixels in all.
    func runChunks(_ name: String, count: Int, _ arguments: [KernelArgument]) throws(OpenCLError) {
        let chunks = (count + chunk - 1) / chunk
        try queue.run(kernel(name), columns: chunks, rows: 1, local: (isCPU ? 1 : 64, 1), arguments)
    }

    /// Runs a kernel over a grid of single work-items.
    func runGrid(_ name: String, columns: Int, rows: Int, _ arguments: [KernelArgument]) throws(OpenCLError) {
        try queue.run(kernel(name), columns: columns, rows: rows, local: (1, 1), arguments)
    }

    private func kernel(_ name: String) throws(OpenCLError) -> Kernel {
        if let kernel = kernels[name] { return kernel }
        let kernel = try program.kernel(name)
        kernels[name] = kernel
        return kernel
    }
}

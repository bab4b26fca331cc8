import Devices
import Features
import Imaging
import Kernels
import OpenCLRuntime

/// The kernels of one device, built when they are first needed, and how work is cut for it.
final class KernelSet {
    let context: Context
    let queue: CommandQueue
    /// Pixels of one explicit vector.
    let lanes: Int
    /// Pixels of a row that one work-item owns.
    let blockWidth: Int
    /// Consecutive pixels that one work-item of a chunk kernel owns.
    var chunk: Int { lanes * 64 }
    /// Whether buffers can be the host's own memory.
    let sharesMemory: Bool
    /// Books times, where a measurement asks for it.
    var profiler: StageProfiler?
    /// The same for all vectors, and with it how a forest's program is laid out.
    private static let cpuBlockWidth = 128
    private let flags: String
    private let contraction: Bool
    private var programs: [String: Program] = [:]
    private let isCPU: Bool
    private let blockRows: Int
    private let tallRows: Int
    private var kernels: [String: Kernel] = [:]

    /// A context and a queue of `device`.
    init(device: Device, options: EngineOptions) throws(OpenCLError) {
        context = try Context(device: device, memoryLimit: options.memoryLimit)
        queue = try CommandQueue(context: context)
        isCPU = device.description.kind == .cpu
        sharesMemory = isCPU && !options.copiesPixels
        // AVX-512 has registers of 16 floats, AVX2 and NEON are served best by 8.
        lanes = options.lanes ?? (isCPU ? (device.nativeFloats >= 16 ? 16 : 8) : 1)
        blockWidth = lanes == 1 ? 1 : Self.cpuBlockWidth
        let vectors = blockWidth / lanes
        blockRows = lanes == 1 ? 1 : StripPlan.blockRows
        tallRows = lanes == 1 ? 1 : 4 * StripPlan.blockRows
        // Warnings go to the journal of a workstation, where nobody can do anything about them.
        var flags = "-w -cl-std=CL1.2 -DLANES=\(lanes) -DBLOCK_VECTORS=\(vectors) -DBLOCK_ROWS=\(blockRows)"
        flags += " -DTALL_ROWS=\(tallRows)"
        if device.description.keepsKernels { flags += " -DOUTLINES" }
        if device.hasExactDivision && !options.avoidsExactDivision {
            flags += " -DEXACT_DIVISION -cl-fp32-correctly-rounded-divide-sqrt"
        }
        if options.emulatesPermutes { flags += " -DEMULATED_PERMUTES" }
        self.flags = flags
        contraction = options.contraction
    }

    /// Runs a kernel whose work-items own blocks of a slice's pixels, over `rowCount` rows of all slices, `width` times
    /// side by side; the blocks are TALL_ROWS rows high if it `ownsTallRows`, and otherwise BLOCK_ROWS.
    func runFeature(
        _ name: String,
        _ size: ImageSize,
        rowCount: Int,
        width: Int,
        ownsTallRows: Bool = false,
        _ arguments: [KernelArgument]
    ) throws(OpenCLError) {
        let rows = ownsTallRows ? tallRows : blockRows
        try queue.run(
            kernel(name),
            columns: (size.width + blockWidth - 1) / blockWidth,
            rows: (rowCount + rows - 1) / rows,
            layers: width * size.depth,
            local: (isCPU ? 1 : 64, 1),
            arguments
        )
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

    /// Runs a kernel over work-items that own what they will, `columns` × `rows` of them at least.
    func runItems(_ name: String, columns: Int, rows: Int, _ arguments: [KernelArgument]) throws(OpenCLError) {
        try queue.run(kernel(name), columns: columns, rows: rows, local: (isCPU ? 1 : 64, 1), arguments)
    }

    /// Runs a kernel over a grid of single work-items.
    func runGrid(_ name: String, columns: Int, rows: Int, _ arguments: [KernelArgument]) throws(OpenCLError) {
        try queue.run(kernel(name), columns: columns, rows: rows, local: (1, 1), arguments)
    }

    private func kernel(_ name: String) throws(OpenCLError) -> Kernel {
        if let kernel = kernels[name] { return kernel }
        guard let group = KernelSource.all.group(ofKernel: name) else {
            preconditionFailure("there is no kernel \(name)")
        }
        let program = try program(of: group)
        let kernel = try program.kernel(name)
        kernels[name] = kernel
        return kernel
    }

    private func program(of group: KernelGroup) throws(OpenCLError) -> Program {
        if let program = programs[group.name] { return program }
        let source = KernelSource.all.program(of: group, contraction: contraction)
        let program = try Program(context: context, source: source, options: flags)
        programs[group.name] = program
        return program
    }
}

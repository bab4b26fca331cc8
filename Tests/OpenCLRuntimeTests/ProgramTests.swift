import Devices
import Features
import Kernels
import OpenCLRuntime
import Testing

@Suite("Programs and buffers", .enabled(if: AnyDevice.isPresent, "no usable OpenCL device"))
struct ProgramTests {
    private static let doubling = """
        kernel void doubling(global const float *src, global float *dst, int count, float offset)
        {
            const int i = get_global_id(0);
            if (i < count) dst[i] = 2 * src[i] + offset;
        }
        """

    @Test("a kernel computes what it is given, over a range that is no multiple of the local size")
    func run() throws {
        let context = try Context(device: AnyDevice.first())
        let queue = try CommandQueue(context: context)
        let kernel = try Program(context: context, source: Self.doubling, options: "").kernel("doubling")
        let source = (0..<77).map(Float.init)
        let src = try DeviceBuffer(context: context, copying: source)
        let dst = try DeviceBuffer(context: context, byteCount: 77 * 4)
        try queue.run(
            kernel,
            columns: 77,
            rows: 1,
            local: (16, 1),
            [.buffer(src), .buffer(dst), .int(77), .float(0.5)]
        )
        var result = [Float](repeating: 0, count: 77)
        try queue.read(dst, into: &result, at: 0, count: 77)
        #expect(result == source.map { 2 * $0 + 0.5 })
    }

    @Test("memory shared with the host holds the result after synchronising")
    func sharedMemory() throws {
        let context = try Context(device: AnyDevice.first())
        let queue = try CommandQueue(context: context)
        let kernel = try Program(context: context, source: Self.doubling, options: "").kernel("doubling")
        let src = try DeviceBuffer(context: context, copying: [Float](repeating: 3, count: 1000))
        var result = [Float](repeating: 0, count: 1000)
        try result.withUnsafeMutableBytes { bytes in
            let dst = try DeviceBuffer(context: context, sharing: bytes)
            try queue.run(
                kernel,
                columns: 1000,
                rows: 1,
                local: (1, 1),
                [.buffer(src), .buffer(dst), .int(999), .float(1)]
            )
            try queue.synchronize(dst)
        }
        #expect(result == [Float](repeating: 7, count: 999) + [0])
    }

    @Test("a program that does not compile says so with the compiler's own words")
    func buildLog() throws {
        let context = try Context(device: AnyDevice.first())
        let error = #expect(throws: OpenCLError.self) {
            try Program(context: context, source: "kernel void broken() { undeclared_thing(); }", options: "")
        }
        guard case .buildFailed(let device, let log) = try #require(error) else {
            Issue.record("not a build failure: \(String(describing: error))")
            return
        }
        #expect(device == context.device.description.name)
        #expect(log.contains("undeclared_thing"))
    }

    @Test("an unknown kernel is named in the error, with routine and code")
    func unknownKernel() throws {
        let context = try Context(device: AnyDevice.first())
        let program = try Program(context: context, source: Self.doubling, options: "")
        let error = #expect(throws: OpenCLError.self) { try program.kernel("halving") }
        #expect(try #require(error).description == "clCreateKernel(halving) failed: INVALID_KERNEL_NAME (-46)")
    }

    @Test("a wrong argument list is refused with the argument's place")
    func wrongArguments() throws {
        let context = try Context(device: AnyDevice.first())
        let queue = try CommandQueue(context: context)
        let kernel = try Program(context: context, source: Self.doubling, options: "").kernel("doubling")
        let error = #expect(throws: OpenCLError.self) {
            try queue.run(kernel, columns: 1, rows: 1, local: (1, 1), [.int(1)])
        }
        #expect(try #require(error).description.hasPrefix("clSetKernelArg(doubling, 0) failed: INVALID_"))
    }

    @Test("the project's kernels compile for vectors and for single pixels", arguments: [16, 8, 1])
    func projectKernels(lanes: Int) throws {
        let context = try Context(device: AnyDevice.first())
        let options = "-DLANES=\(lanes) -DBLOCK_VECTORS=\(lanes == 1 ? 1 : 128 / lanes) -DBLOCK_ROWS=8 -DTALL_ROWS=32"
        for group in KernelSource.all.groups {
            _ = try Program(context: context, source: KernelSource.all.program(of: group), options: options)
        }
    }
}

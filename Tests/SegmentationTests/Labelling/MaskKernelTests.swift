import Features
import Imaging
import Kernels
import OpenCLRuntime
import Testing

/// The kernels of mask_bits.cl alone, as a CPU (16 or 8 lanes) and as a GPU (1) runs them.
@Suite("Masks as bits, on the device", .enabled(if: TestDevice.isPresent, "no OpenCL device"))
struct MaskKernelTests {
    private static let sizes = [
        (1, 1, 1), (63, 5, 1), (64, 9, 1), (65, 17, 2), (128, 8, 3), (300, 11, 2), (4_200, 3, 1),
    ].map { ImageSize(width: $0, height: $1, depth: $2) }

    private let context: Context
    private let queue: CommandQueue
    private let program: (Int) throws -> Program

    init() throws {
        let device = try OpenCLDevices.candidates(for: nil, among: OpenCLDevices.all())[0].device
        let context = try Context(device: device)
        self.context = context
        queue = try CommandQueue(context: context)
        program = { lanes in
            let blocks = "-DBLOCK_VECTORS=\(lanes == 1 ? 1 : 128 / lanes) -DBLOCK_ROWS=8 -DTALL_ROWS=32"
            let flags = "-cl-std=CL1.2 -DLANES=\(lanes) " + blocks
            let group = try #require(KernelSource.all.group(ofKernel: "bits_of_class"))
            return try Program(context: context, source: KernelSource.all.program(of: group), options: flags)
        }
    }

    /// A work-item owns 64 words of 8 rows, or one word.
    private func run(
        _ kernel: Kernel,
        _ lanes: Int,
        _ size: ImageSize,
        rowCount: Int,
        _ arguments: [KernelArgument]
    ) throws {
        let (words, rows) = lanes == 1 ? (1, 1) : (64, 8)
        let columns = (Mask.wordsPerRow(size) + words - 1) / words
        let local = (columns: lanes == 1 ? 64 : 1, rows: 1)
        try queue.run(kernel, columns: columns, rows: (rowCount + rows - 1) / rows, local: local, arguments)
    }

    /// The mask that a kernel makes of strips of three rows each; the words are dirty before.
    private func mask<Value: BitwiseCopyable>(
        _ kernel: Kernel,
        _ lanes: Int,
        _ size: ImageSize,
        _ values: [Value],
        _ foreground: KernelArgument
    ) throws -> Mask {
        let words = try dirtyWords(size)
        for from in stride(from: 0, to: size.height, by: 3) {
            let to = min(from + 3, size.height)
            let strip = (0..<size.depth).flatMap { z in
                values[(z * size.height + from) * size.width..<(z * size.height + to) * size.width]
            }
            let source = try DeviceBuffer(context: context, copying: strip)
            let rowCount = (to - from) * size.depth
            let whole: [KernelArgument] = [.buffer(source), .buffer(words), .int(size.width), .int(size.height)]
            let rows: [KernelArgument] = [.int(from), .int(to), .int(rowCount), foreground]
            try run(kernel, lanes, size, rowCount: rowCount, whole + rows)
            try queue.finish()
        }
        return try read(words, size)
    }

    private func dirtyWords(_ size: ImageSize) throws -> DeviceBuffer {
        try DeviceBuffer(context: context, copying: [UInt64](repeating: .max, count: Mask.wordCount(size)))
    }

    private func read(_ buffer: DeviceBuffer, _ size: ImageSize) throws -> Mask {
        var words = [UInt64](repeating: 0, count: Mask.wordCount(size))
        try queue.read(buffer, into: &words, at: 0, count: words.count)
        return Mask(size: size, words: words)
    }

    @Test("the positive class is foreground", arguments: [16, 8, 1], [0, 1, 255])
    func classes(lanes: Int, positive: Int) throws {
        let kernel = try program(lanes).kernel("bits_of_class")
        for (index, size) in Self.sizes.enumerated() {
            var random = RandomData(index)
            let values: [UInt8] = [0, 1, 2, 128, 254, 255]
            let classes = (0..<size.pixelCount).map { _ in values[Int.random(in: 0..<6, using: &random)] }
            let expected = Mask(size: size, bytes: classes.map { Int($0) == positive ? 1 : 0 })
            #expect(try mask(kernel, lanes, size, classes, .int(positive)) == expected, "\(size)")
        }
    }

    @Test("votes of at least the threshold are foreground, NaN never", arguments: [16, 8, 1], [0, 0.5, 1] as [Float])
    func votes(lanes: Int, threshold: Float) throws {
        let kernel = try program(lanes).kernel("bits_of_probability")
        let half: Float = 0.5
        let values: [Float] = [0, -0.0, half, half.nextDown, half.nextUp, 1, .nan, -.nan, -1, .infinity]
        for (index, size) in Self.sizes.enumerated() {
            var random = RandomData(index)
            let votes = (0..<size.pixelCount).map { _ in values[Int.random(in: 0..<10, using: &random)] }
            let expected = Mask(size: size, bytes: votes.map { $0 >= threshold ? 1 : 0 })
            #expect(try mask(kernel, lanes, size, votes, .float(threshold)) == expected, "\(size)")
        }
    }
}

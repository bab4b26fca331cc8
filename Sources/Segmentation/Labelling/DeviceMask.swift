import Imaging
import OpenCLRuntime

/// A mask in a device's memory, filled strip by strip (mask_bits.cl).
struct DeviceMask {
    let size: ImageSize
    /// The words of a `Mask` of `size`.
    let words: DeviceBuffer
    private let kernels: KernelSet

    /// A mask whose rows are all still to be set.
    init(kernels: KernelSet, size: ImageSize) throws(OpenCLError) {
        self.kernels = kernels
        self.size = size
        words = try DeviceBuffer(context: kernels.context, byteCount: Mask.wordCount(size) * 8)
    }

    /// Sets rows `rows` of every slice: foreground is the class `positive` of `classes`, which is a class map of these
    /// rows, one byte a pixel, row-major (Z, Y, X).
    func set(rows: Range<Int>, classes: DeviceBuffer, positive: Int) throws(OpenCLError) {
        try run("bits_of_class", classes, rows, .int(positive))
    }

    /// Sets rows `rows` of every slice: foreground is what `votes`, float32 values of these rows, row-major (Z, Y, X),
    /// has of at least `threshold`.
    func set(rows: Range<Int>, votes: DeviceBuffer, threshold: Float) throws(OpenCLError) {
        try run("bits_of_probability", votes, rows, .float(threshold))
    }

    /// The mask in the host's memory, after all work that was enqueued before.
    func mask() throws(OpenCLError) -> Mask {
        var words = [UInt64](repeating: 0, count: Mask.wordCount(size))
        try kernels.queue.read(self.words, into: &words, at: 0, count: words.count)
        return Mask(size: size, words: words)
    }

    private func run(
        _ name: String,
        _ source: DeviceBuffer,
        _ rows: Range<Int>,
        _ foreground: KernelArgument
    ) throws(OpenCLError) {
        let rowCount = rows.count * size.depth
        let strip: [KernelArgument] = [.int(rows.lowerBound), .int(rows.upperBound), .int(rowCount)]
        let whole: [KernelArgument] = [.buffer(source), .buffer(words), .int(size.width), .int(size.height)]
        try runWords(name, rowCount, whole + strip + [foreground])
    }

    /// Work-items own MASK_WORDS words of MASK_ROWS rows each.
    private func runWords(_ name: String, _ rowCount: Int, _ arguments: [KernelArgument]) throws(OpenCLError) {
        let (words, rows) = kernels.lanes == 1 ? (1, 1) : (64, 8)
        let columns = (Mask.wordsPerRow(size) + words - 1) / words
        try kernels.runItems(name, columns: columns, rows: (rowCount + rows - 1) / rows, arguments)
    }
}

import WorkerProtocol

extension ImageLimits {
    /// The keys of `[limits]`, in the order in which they are explained.
    static let keys = ["max_pixels", "max_bytes", "max_pages"]

    /// Reads `[limits]`; what is wrong is noted, and stands as the reader's own limit.
    init(reading reader: TableReader) {
        self.init(
            pixels: reader.integer("max_pixels", in: 1...(1 << 62)),
            bytes: reader.integer("max_bytes", in: 1...(1 << 62)),
            pages: reader.integer("max_pages", in: 1...10_000_000)
        )
    }
}

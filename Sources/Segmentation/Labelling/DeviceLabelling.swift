import Imaging
import OpenCLRuntime

/// Connected components on a device, in APOC's numbering (label_runs.cl describes the steps).
struct DeviceLabelling {
    /// Rows of a segment, in which roots are counted apart, at most.
    private static let segmentRows = 256

    /// The steps of label_numbers.cl.
    private enum Step: Int, CaseIterable {
        case count, prefix, number, resolve
    }

    let kernels: KernelSet

    /// Whether the numbers of an image's runs fit into 31 bits; larger images are left to the host.
    static func isPossible(_ size: ImageSize) -> Bool {
        bits(size.width) + bits(size.height * size.depth) <= 31
    }

    private static func bits(_ count: Int) -> Int {
        Int.bitWidth - (count - 1).leadingZeroBitCount
    }

    /// The label image of the foreground of `mask`.
    func label(_ mask: Mask) throws(OpenCLError) -> LabelImage {
        // The array's own memory is used where the device shares it; the kernels only read it.
        try mask.words.withUnsafeBytes { words in
            Result { () throws(OpenCLError) in
                let words = UnsafeMutableRawBufferPointer(mutating: words)
                return try label(DeviceBuffer(context: kernels.context, sharing: words), size: mask.size)
            }
        }.get()
    }

    /// The label image of the foreground in `words`, which are those of a `Mask` of `size`.
    func label(_ words: DeviceBuffer, size: ImageSize) throws(OpenCLError) -> LabelImage {
        var count = Result<Int, OpenCLError>.success(0)
        // The kernels write every label, and nothing else has to touch the memory first.
        let labels = [UInt32](unsafeUninitializedCapacity: size.pixelCount) { labels, initialized in
            let bytes = UnsafeMutableRawBufferPointer(labels)
            HugePages.advise(bytes)
            count = Result { () throws(OpenCLError) in
                do throws(OpenCLError) {
                    return try label(words, bytes, size)
                } catch {
                    // Kernels that were enqueued before the failure still write into memory that is about to be freed.
                    try? kernels.queue.finish()
                    throw error
                }
            }
            if case .success = count { initialized = size.pixelCount }
        }
        return try LabelImage(size: size, labels: labels, count: count.get())
    }

    private func label(
        _ words: DeviceBuffer,
        _ labelBytes: UnsafeMutableRawBufferPointer,
        _ size: ImageSize
    ) throws(OpenCLError) -> Int {
        let (width, rowCount) = (size.width, size.height * size.depth)
        let labels = try DeviceBuffer(context: kernels.context, sharing: labelBytes)
        let rows = try DeviceBuffer(context: kernels.context, byteCount: rowCount * 8)
        let stripRows = stripRows(size)
        let strips = (rowCount + stripRows - 1) / stripRows
        let extents: [KernelArgument] = [.int(width), .int(size.height), .int(size.depth)]
        let shift = KernelArgument.int(Self.bits(rowCount))
        let nodes: [KernelArgument] = [.buffer(labels), .buffer(rows)]
        let wordsAndNodes = [.buffer(words)] + nodes
        for seams in 0...1 {
            let joining = wordsAndNodes + extents + [shift, .int(stripRows), .int(seams)]
            try kernels.runRows("label_strips", count: strips, joining)
        }

        let segmentRows = min(Self.segmentRows, (size.height + 7) / 8)
        let segments = (size.height + segmentRows - 1) / segmentRows
        // One more, for the sum of them all.
        let counts = try DeviceBuffer(context: kernels.context, byteCount: (segments * width + 1) * 4)
        let numbering = nodes + [.buffer(counts)] + extents + [shift, .int(segmentRows), .int(stripRows)]
        for step in Step.allCases {
            let items = [.count: segments, .prefix: 1, .number: segments, .resolve: strips][step] ?? 0
            try kernels.runRows("label_numbers", count: items, numbering + [.int(step.rawValue)])
        }
        let writing = wordsAndNodes + [.int(width), .int(rowCount), .int(stripRows)]
        try kernels.runRows("label_expand", count: strips, writing)

        var total: [UInt32] = [0]
        try kernels.queue.read(counts, from: segments * width, into: &total, at: 0, count: 1)
        try kernels.queue.synchronize(labels)
        return Int(total[0])
    }

    /// Rows, in the order of memory, that one work-item labels. A GPU has enough work-items with one row each; a CPU needs
    /// only as many strips as keep its cores busy, since joining runs within a strip is cheaper than across a seam.
    private func stripRows(_ size: ImageSize) -> Int {
        if kernels.lanes == 1 { return 1 }
        return size.depth == 1 ? 32 : max(64, size.height * max(1, size.depth / 32))
    }
}

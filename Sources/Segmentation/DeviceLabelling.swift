import Imaging
import OpenCLRuntime

/// Connected components on a device, in APOC's numbering (label_runs.cl describes the steps).
struct DeviceLabelling {
    /// Columns that one work-item counts; LABEL_COLUMNS of the kernels.
    private static let columnGroup = 64
    /// Rows that one work-item counts.
    private static let segment = 256

    let kernels: KernelSet

    /// Whether run numbers of an image of `size` fit into 31 bits; larger ones are left to the host.
    static func isPossible(_ size: ImageSize) -> Bool {
        !size.is3D && bits(size.width) + bits(size.height) <= 31
    }

    private static func bits(_ count: Int) -> Int {
        Int.bitWidth - (count - 1).leadingZeroBitCount
    }

    func label(_ mask: Mask) throws(OpenCLError) -> LabelImage {
        try label(mask.bytes(rows: 0..<mask.size.height * mask.size.depth), size: mask.size)
    }

    /// The label image of the foreground, which is every pixel of `mask` that is not 0.
    func label(_ mask: [UInt8], size: ImageSize) throws(OpenCLError) -> LabelImage {
        var labels = [UInt32](repeating: 0, count: size.pixelCount)
        // The arrays' own memory is used where the device shares it: no copy of a whole plane is made. The kernels
        // only read the mask.
        let count = try mask.withUnsafeBytes { mask in
            labels.withUnsafeMutableBytes { labels in
                Result { () throws(OpenCLError) in
                    try label(UnsafeMutableRawBufferPointer(mutating: mask), labels, size)
                }
            }
        }.get()
        return LabelImage(size: size, labels: labels, count: count)
    }

    private func label(
        _ maskBytes: UnsafeMutableRawBufferPointer,
        _ labelBytes: UnsafeMutableRawBufferPointer,
        _ size: ImageSize
    ) throws(OpenCLError) -> Int {
        let mask = try DeviceBuffer(context: kernels.context, sharing: maskBytes)
        let labels = try DeviceBuffer(context: kernels.context, sharing: labelBytes)
        let arguments: [KernelArgument] = [
            .buffer(mask), .buffer(labels), .int(size.width), .int(size.height), .int(Self.bits(size.height)),
        ]
        for name in ["label_runs", "label_unions", "label_flatten"] {
            try kernels.runRows(name, count: size.height, arguments)
        }

        let segments = (size.height + Self.segment - 1) / Self.segment
        let groups = (size.width + Self.columnGroup - 1) / Self.columnGroup
        var counts = [UInt32](repeating: 0, count: segments * size.width)
        let countBuffer = try DeviceBuffer(context: kernels.context, byteCount: counts.count * 4)
        let counting = arguments + [.int(Self.segment), .buffer(countBuffer)]
        try kernels.runGrid("label_count", columns: groups, rows: segments, counting)
        try kernels.queue.read(countBuffer, into: &counts, at: 0, count: counts.count)
        var total: UInt32 = 0
        for x in 0..<size.width {
            for segment in 0..<segments {
                let here = counts[segment * size.width + x]
                counts[segment * size.width + x] = total
                total += here
            }
        }
        try counts.withUnsafeBytes { bytes in
            Result { () throws(OpenCLError) in try kernels.queue.write(bytes, to: countBuffer) }
        }.get()
        try kernels.runGrid("label_number", columns: groups, rows: segments, counting)
        try kernels.runRows("label_expand", count: size.height, arguments)
        try kernels.queue.synchronize(labels)
        return Int(total)
    }
}

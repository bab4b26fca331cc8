import CDeflate

/// The way back from decoded rows to the bytes that were compressed: differences of neighbours, in the file's byte order.
struct DifferencedRows {
    private let page: StoredPage
    /// Bytes of a sample whose differences to the one before were stored; 0 where the samples themselves were.
    private let differenced: Int
    /// Bytes that are turned round as one.
    private let swapped: Int

    /// Nil where there is none: the predictor of floats, and bits without bytes of their own.
    init?(_ page: StoredPage, isBigEndian: Bool) {
        let encoding = page.format.encoding
        switch page.tags.predictor {
        case 1: differenced = 0
        case 2 where [8, 16, 32, 64].contains(encoding.bits): differenced = encoding.bits / 8
        default: return nil
        }
        swapped = isBigEndian ? encoding.swappedBytes : 1
        self.page = page
    }

    /// The checksum that a zlib stream of `decoded`, whole rows of a block, ends in.
    func checksum(of decoded: UnsafeRawBufferPointer) -> UInt32 {
        guard differenced > 0 || swapped > 1 else { return libdeflate_adler32(1, decoded.baseAddress, decoded.count) }
        let row = UnsafeMutableRawBufferPointer.allocate(byteCount: page.blockRowBytes, alignment: 16)
        defer { row.deallocate() }
        var sum: UInt32 = 1
        for start in stride(from: 0, to: decoded.count, by: row.count) {
            let source = UnsafeRawBufferPointer(rebasing: decoded[start..<start + row.count])
            switch differenced {
            case 1: difference(source, row, UInt8.self)
            case 2: difference(source, row, UInt16.self)
            case 4: difference(source, row, UInt32.self)
            case 8: difference(source, row, UInt64.self)
            default: row.copyMemory(from: source)
            }
            row.swap(swapped)
            sum = libdeflate_adler32(sum, row.baseAddress, row.count)
        }
        return sum
    }

    private func difference<Sample: FixedWidthInteger>(
        _ source: UnsafeRawBufferPointer,
        _ target: UnsafeMutableRawBufferPointer,
        _: Sample.Type
    ) {
        let step = page.samplesPerBlock
        let stored = target.bindMemory(to: Sample.self)
        let given = source.bindMemory(to: Sample.self)
        guard given.count > step, let stored = stored.baseAddress, let given = given.baseAddress else {
            return target.copyMemory(from: source)
        }
        for index in 0..<step { stored[index] = given[index] }
        for index in step..<source.count / MemoryLayout<Sample>.size {
            stored[index] = given[index] &- given[index - step]
        }
    }
}

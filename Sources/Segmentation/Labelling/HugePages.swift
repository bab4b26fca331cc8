import CLinux

/// Memory in pages of 2 MiB instead of 4 KiB.
enum HugePages {
    /// Asks for huge pages under `bytes`, which should not have been touched yet; this changes nothing but time.
    ///
    /// A page fault costs more time than labelling the pixels of that page, and the allocator maps arrays of more than
    /// 32 MB anew every time.
    static func advise(_ bytes: UnsafeMutableRawBufferPointer) {
        let page = UInt(getpagesize())
        let start = (UInt(bitPattern: bytes.baseAddress) + page - 1) / page * page
        let end = UInt(bitPattern: bytes.baseAddress) + UInt(bytes.count)
        guard start < end, let address = UnsafeMutableRawPointer(bitPattern: start) else { return }
        _ = madvise(address, Int(end - start), MADV_HUGEPAGE)
    }
}

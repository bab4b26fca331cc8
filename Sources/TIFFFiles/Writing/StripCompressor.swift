import CTIFF

/// Compresses strips as zlib streams, which TIFF calls deflate.
final class StripCompressor {
    // Masks and labels shrink to about the same size at any level; only the time differs.
    private static let level: Int32 = 1

    private let handle: OpaquePointer
    private var stream = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    /// Nil where memory is short.
    init?() {
        guard let handle = libdeflate_alloc_compressor(Self.level) else { return nil }
        self.handle = handle
    }

    deinit {
        libdeflate_free_compressor(handle)
        stream.deallocate()
    }

    /// The stream of `bytes`, valid until the next call.
    func stream(of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let bound = libdeflate_zlib_compress_bound(handle, bytes.count)
        if stream.count < bound {
            stream.deallocate()
            stream = .allocate(byteCount: bound, alignment: 16)
        }
        // The bound is that of the library itself: the stream always fits.
        let count = libdeflate_zlib_compress(handle, bytes.baseAddress, bytes.count, stream.baseAddress, stream.count)
        return UnsafeRawBufferPointer(rebasing: stream[..<count])
    }
}

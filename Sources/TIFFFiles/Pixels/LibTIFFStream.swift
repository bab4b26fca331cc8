import CTIFF

/// What libtiff reads from: a descriptor and a position of its own, so that the descriptor's is not moved.
struct LibTIFFStream {
    var descriptor: Int32
    var position = 0
    /// Bytes of the file.
    let size: Int
    /// Bytes shown in place of the file's own, from `overlayStart` on: they make libtiff open at any directory.
    var overlay: [UInt8] = []
    var overlayStart = 0

    /// Opens the stream with libtiff; `stream` and `messages` must outlive the handle.
    static func open(
        _ stream: UnsafeMutablePointer<LibTIFFStream>,
        name: String,
        mode: String,
        allocationLimit: Int,
        messages: UnsafeMutablePointer<ctiff_messages>
    ) -> OpaquePointer? {
        ctiff_open(
            name,
            mode,
            UnsafeMutableRawPointer(stream),
            { Int64(LibTIFFStream.at($0).pointee.read(into: $1, count: Int($2))) },
            { _, _, _ in -1 },
            { LibTIFFStream.at($0).pointee.seek(to: $1, from: $2) },
            { _ in 0 },
            { UInt64(LibTIFFStream.at($0).pointee.size) },
            Int64(allocationLimit),
            messages
        )
    }

    private static func at(_ handle: thandle_t?) -> UnsafeMutablePointer<LibTIFFStream> {
        // libtiff hands back what `open` gave it.
        handle!.assumingMemoryBound(to: LibTIFFStream.self)
    }

    private mutating func read(into buffer: UnsafeMutableRawPointer?, count: Int) -> Int {
        let target = UnsafeMutableRawBufferPointer(start: buffer, count: max(0, count))
        let done = FileBytes.read(descriptor, at: position, into: target)
        guard done > 0 else { return done }
        for (index, byte) in overlay.enumerated() {
            let place = overlayStart + index - position
            if place >= 0 && place < done { target[place] = byte }
        }
        position += done
        return done
    }

    private mutating func seek(to offset: UInt64, from origin: Int32) -> UInt64 {
        let base = origin == 1 ? position : origin == 2 ? size : 0
        // libtiff passes negative offsets as their two's complement.
        let target = base.addingReportingOverflow(Int(truncatingIfNeeded: offset))
        guard !target.overflow, target.partialValue >= 0 else { return .max }
        position = target.partialValue
        return UInt64(position)
    }
}

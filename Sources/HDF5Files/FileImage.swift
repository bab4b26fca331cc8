import Glibc

/// The bytes of a file, in memory of their own where the library reads them without copying them.
final class FileImage {
    let bytes: UnsafeMutableRawBufferPointer

    /// What is in the file behind `source`, whose position stays as it is.
    ///
    /// - Throws: where it is too large, cannot be read, or changed meanwhile.
    convenience init(of source: Int32) throws(HDF5Problem) {
        var before = stat()
        guard fstat(source, &before) == 0 else { throw .unreadable(errno) }
        guard before.st_size <= HDF5Limits.bytes else { throw .tooLarge }
        try self.init(count: Int(before.st_size))
        var done = 0
        while done < bytes.count {
            let count = pread(source, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(done))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(errno) }
            guard count > 0 else { throw .changing }
            done += count
        }
        var after = stat()
        guard fstat(source, &after) == 0, after.st_size == before.st_size,
            after.st_mtim.tv_sec == before.st_mtim.tv_sec, after.st_mtim.tv_nsec == before.st_mtim.tv_nsec
        else { throw .changing }
    }

    /// A copy of these bytes.
    convenience init(_ source: [UInt8]) throws(HDF5Problem) {
        guard source.count <= HDF5Limits.bytes else { throw .tooLarge }
        try self.init(count: source.count)
        bytes.copyBytes(from: source)
    }

    /// Pages that are all zero.
    private init(count: Int) throws(HDF5Problem) {
        guard count > 0 else { throw .damaged("it is empty") }
        let pages = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let pages, pages != MAP_FAILED else { throw .noMemory(errno) }
        bytes = UnsafeMutableRawBufferPointer(start: pages, count: count)
    }

    deinit { munmap(bytes.baseAddress, bytes.count) }

    /// What the library calls instead of copying: everything it asks for is the image itself.
    ///
    /// The layout is that of `H5FD_file_image_callbacks_t`.
    struct Callbacks {
        typealias Pointer = UnsafeMutableRawPointer
        var allocate: @convention(c) (Int, Int32, Pointer?) -> Pointer? = { _, _, image in image }
        var copy: @convention(c) (Pointer?, UnsafeRawPointer?, Int, Int32, Pointer?) -> Pointer? = {
            target,
            _,
            _,
            _,
            _ in
            target
        }
        /// Only whoever writes needs more.
        var reallocate: @convention(c) (Pointer?, Int, Int32, Pointer?) -> Pointer? = { _, _, _, _ in nil }
        var free: @convention(c) (Pointer?, Int32, Pointer?) -> Int32 = { _, _, _ in 0 }
        var copyData: @convention(c) (Pointer?) -> Pointer? = { image in image }
        var freeData: @convention(c) (Pointer?) -> Int32 = { _ in 0 }
        var data: Pointer?
    }
}

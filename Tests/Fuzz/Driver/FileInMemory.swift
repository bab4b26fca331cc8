import Glibc

/// A file without a name, in memory, whose bytes are exchanged: the reader takes descriptors.
package struct FileInMemory {
    /// Open for reading and writing.
    package let descriptor: Int32

    /// An empty file.
    package init() {
        var name = Array("/dev/shm/segmentd-fuzz-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { fatalError("there is no room in /dev/shm") }
        unlink(name)
    }

    /// Makes `bytes` all that it holds.
    package func hold(_ bytes: UnsafeRawBufferPointer) {
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count else {
            fatalError("/dev/shm is full")
        }
    }
}

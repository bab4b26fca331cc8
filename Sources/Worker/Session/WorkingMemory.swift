import CLinux

/// The memory that is used anew for each image.
package enum WorkingMemory {
    /// Keeps freed memory for the next image instead of giving it back: fresh pages cost more time than a small forest.
    ///
    /// Only for the first thread, whose memory comes from the program break: the C library unmaps a heap of any other
    /// thread that became empty. Blocks above 32 MB, the most that the C library lets be kept, still go back at once.
    package static func keep() {
        mallopt(M_MMAP_THRESHOLD, 32 << 20)
        mallopt(M_TRIM_THRESHOLD, 128 << 20)
    }
}

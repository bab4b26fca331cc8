import Glibc
package import SystemPackage

/// The entries of an open folder, one after the other, in no order; `.` and `..` are left out.
package struct FolderEntries: ~Copyable {
    /// One of them.
    package struct Entry {
        package let name: FilePath.Component
        /// False only where the file system says that it is neither a folder nor a link.
        package let mayBeFolder: Bool
    }

    private let stream: OpaquePointer

    /// Begins a list. It moves the position of the folder, which should have been opened for this alone.
    package init(of folder: Descriptor) throws(Errno) {
        let copy = fcntl(folder.number, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw Errno(rawValue: errno) }
        guard let stream = fdopendir(copy) else {
            let error = Errno(rawValue: errno)
            close(copy)
            throw error
        }
        self.stream = stream
    }

    deinit { closedir(stream) }

    /// The next entry; nil at the end.
    package mutating func next() throws(Errno) -> Entry? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw Errno(rawValue: errno) }
                return nil
            }
            // By address: the record ends with its name, before the end of its declared type or beyond it.
            let start = UnsafeRawPointer(entry).advanced(by: MemoryLayout<dirent>.offset(of: \.d_name)!)
            guard let name = FilePath.Component(platformString: start.assumingMemoryBound(to: CChar.self)),
                name.kind == .regular
            else { continue }
            let type = Int(entry.pointee.d_type)
            return Entry(name: name, mayBeFolder: [Int(DT_DIR), Int(DT_LNK), Int(DT_UNKNOWN)].contains(type))
        }
    }
}

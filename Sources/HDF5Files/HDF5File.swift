import Synchronization

/// An HDF5 file that is read from a copy of its own, in memory, which nobody else has: no locks are needed, the file's program
/// may go on saving, and what is read is of one moment.
package enum HDF5File {
    /// What every HDF5 file begins with that has nothing before it.
    package static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Whether a file with these first bytes is meant to be HDF5.
    package static func isRecognised(_ start: some Sequence<UInt8>) -> Bool { start.starts(with: signature) }

    /// Why the library cannot be used; nil where it can.
    package static var problemOfLibrary: HDF5Problem? {
        if case .failure(let problem) = HDF5Library.standard { problem } else { nil }
    }

    /// Calls `body` with the root of the file behind a descriptor, whose position stays as it is.
    ///
    /// - Throws: an `HDF5Problem`, or what `body` throws.
    package static func read<Value>(_ descriptor: Int32, _ body: (HDF5Group) throws -> Value) throws -> Value {
        let library = try HDF5Library.standard.get()
        return try read(try FileImage(of: descriptor), with: library, body)
    }

    /// Calls `body` with the root of the file that these bytes are.
    ///
    /// - Parameter names: names of the library, the first of which that there is is taken; nil for the usual ones.
    /// - Throws: an `HDF5Problem`, or what `body` throws.
    package static func read<Value>(
        _ bytes: [UInt8],
        library names: [String]? = nil,
        _ body: (HDF5Group) throws -> Value
    ) throws -> Value {
        let library = try names.map { names in try HDF5Library(names: names) } ?? HDF5Library.standard.get()
        return try read(try FileImage(bytes), with: library, body)
    }

    private static func read<Value>(
        _ image: FileImage,
        with library: HDF5Library,
        _ body: (HDF5Group) throws -> Value
    ) throws -> Value {
        defer { withExtendedLifetime(image) {} }
        try HeapCheck.check(UnsafeRawBufferPointer(image.bytes))
        return try HDF5Library.turn.withLock { _ in
            // What is said of errors may be set for each thread.
            _ = library.silence(0, nil, nil)
            let access = library.createList(library.fileAccess)
            guard access >= 0 else { throw HDF5Problem.damaged("the library gives no access list") }
            defer { _ = library.closeList(access) }
            var callbacks = FileImage.Callbacks()
            callbacks.data = image.bytes.baseAddress
            // A file in memory, never written back; strong closing closes what is still open of it, too.
            guard library.setInMemory(access, 1 << 16, false) >= 0, library.setCloseDegree(access, 3) >= 0,
                withUnsafeMutableBytes(
                    of: &callbacks,
                    { $0.baseAddress.map { library.setImageCallbacks(access, $0) } ?? -1 }
                ) >= 0,
                library.setImage(access, image.bytes.baseAddress, image.bytes.count) >= 0
            else { throw HDF5Problem.noLibrary(reason: "the library opens no file in memory") }
            // The name has to be of no file that there is.
            let file = library.openFile("/proc/self/fd/no/image", 0, access)
            guard file >= 0 else {
                throw HDF5Problem.damaged("it begins as an HDF5 file does, but cannot be opened as one")
            }
            defer { _ = library.closeFile(file) }
            return try body(try HDF5Group(opening: "/", of: file, library, HDF5Budget(), path: ""))
        }
    }
}

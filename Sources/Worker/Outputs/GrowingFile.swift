import WorkerProtocol

/// The file of an output that is written from beginning to end, a part at a time, however long it gets.
struct GrowingFile {
    private let file: OutputFile
    private var offset = 0
    /// What is still to be written; `flush` is to be called after every few thousand bytes.
    var bytes: [UInt8] = []

    /// Begins with the file's first byte.
    init(_ file: OutputFile) { self.file = file }

    /// Writes what there is once it is worth a call; calls `beat` then.
    mutating func flush(beat: () -> Void) throws(Failure) {
        guard bytes.count >= 1 << 18 else { return }
        beat()
        try finish()
    }

    /// Writes what there is.
    mutating func finish() throws(Failure) {
        guard WholeFile.write(bytes, to: file.descriptor, at: offset) else { throw file.unwritable() }
        offset += bytes.count
        bytes.removeAll(keepingCapacity: true)
    }
}

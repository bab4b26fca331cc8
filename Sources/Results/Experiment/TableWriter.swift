import Files
import SystemPackage
import WorkerProtocol

/// Fills the hidden file that becomes a table, in parts, each of which is one look at the work from outside.
final class TableWriter {
    private static let block = 1 << 20
    /// After so many bytes they are brought onto the disk: with more at once, the syncs of results would wait for them.
    private static let mostUnsynced = 16 << 20

    let file: TemporaryFile
    private let folder: ResultFolder
    private let work: ExperimentWork
    private var buffer: [UInt8] = []
    /// Bytes that are in the file.
    private var written = 0
    private var unsynced = 0

    /// An empty hidden file in `folder`.
    init(_ name: FilePath.Component, in folder: ResultFolder, _ work: ExperimentWork) throws(Failure) {
        self.folder = folder
        self.work = work
        file = try folder.makeTemporary(for: name)
    }

    /// Bytes so far.
    var count: Int { written + buffer.count }

    /// Adds bytes.
    func append(_ bytes: some Collection<UInt8>) throws(Failure) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.block { try flush() }
    }

    /// Adds a part of another file.
    func append(_ range: Range<Int>, of source: Descriptor) throws(Failure) {
        try flush()
        var place = range.lowerBound
        while place < range.upperBound {
            let copied = try attempt("write") { () throws(Errno) in
                let count = min(range.upperBound - place, Self.mostUnsynced)
                return try folder.calls.copy(count, of: source, at: place, to: file.file)
            }
            // It is held by a lock of ours and replaced, never changed; somebody else has cut it.
            guard copied > 0 else { throw .fileSystem(doing: "copy", path: path, code: .ioError) }
            place += copied
            try count(copied)
        }
    }

    /// Takes back what was added behind `count` bytes.
    func cut(to count: Int) throws(Failure) {
        try flush()
        try attempt("write") { () throws(Errno) in try folder.calls.cut(file.file, to: count) }
        written = count
    }

    /// Brings everything onto the disk.
    func finish() throws(Failure) {
        try flush()
        try sync()
    }

    private func flush() throws(Failure) {
        guard !buffer.isEmpty else { return }
        try attempt("write") { () throws(Errno) in try folder.calls.write(buffer, to: file.file) }
        let added = buffer.count
        buffer.removeAll(keepingCapacity: true)
        try count(added)
    }

    private func count(_ added: Int) throws(Failure) {
        written += added
        unsynced += added
        if unsynced >= Self.mostUnsynced { try sync() }
    }

    private func sync() throws(Failure) {
        try attempt("sync") { () throws(Errno) in try folder.calls.sync(file.file) }
        unsynced = 0
    }

    private var path: FilePath { folder.path.appending(file.finalName) }

    @discardableResult
    private func attempt<Value>(_ action: String, _ body: () throws(Errno) -> Value) throws(Failure) -> Value {
        try work.step(path) { () throws(Failure) in try folder.attempt(action, file.finalName, body) }
    }
}

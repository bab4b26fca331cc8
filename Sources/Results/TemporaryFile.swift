import SystemPackage

/// A hidden file in the folder of the results that becomes an output by being renamed.
struct TemporaryFile: Sendable {
    private static let infix = Array(".segmentd-".utf8)
    private static let suffix = Array(".tmp".utf8)
    private static let randomCount = 6
    private static let randomBytes = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// The name until the rename.
    let name: FilePath.Component
    /// The name after it.
    let finalName: FilePath.Component
    /// Open for reading and writing.
    let file: Descriptor
    /// A second opening, which holds the lock and never leaves this process: an orphan worker cannot keep it.
    private let holder: Descriptor?

    /// Creates `.{name}.segmentd-XXXXXX.tmp`, empty; what of the name does not fit is cut.
    init(for finalName: FilePath.Component, in folder: ResultFolder) throws(ResultsError) {
        self.finalName = finalName
        let added = 1 + Self.infix.count + Self.randomCount + Self.suffix.count
        let stem = finalName.bytes.shortened(to: OutputNames.maximum - added)
        var attempts = 0
        while true {
            let random = (0..<Self.randomCount).map { _ in Self.randomBytes[Int.random(in: Self.randomBytes.indices)] }
            let bytes = [UInt8(ascii: ".")] + stem + Self.infix + random + Self.suffix
            guard let name = FilePath.Component(bytes: bytes) else {
                preconditionFailure("a file name with more letters stays one")
            }
            do {
                file = try folder.calls.createFile(name, in: folder.descriptor)
                self.name = name
                break
            } catch {
                attempts += 1
                if error == .fileExists && attempts < 100 { continue }
                throw .fileSystem(doing: "create", path: folder.path.appending(finalName), code: error)
            }
        }
        holder = try? folder.calls.openFile(name, in: folder.descriptor, forWriting: true)
        if let holder { _ = try? folder.calls.lock(holder) }
    }

    /// Whether a name is one of ours, of this process or any other.
    static func isTemporary(_ name: FilePath.Component) -> Bool {
        var rest = name.bytes[...]
        guard rest.first == UInt8(ascii: "."), rest.suffix(suffix.count).elementsEqual(suffix) else { return false }
        rest = rest.dropFirst().dropLast(suffix.count)
        guard rest.suffix(randomCount).count == randomCount, rest.suffix(randomCount).allSatisfy(randomBytes.contains)
        else { return false }
        rest = rest.dropLast(randomCount)
        return rest.count > infix.count && rest.suffix(infix.count).elementsEqual(infix)
    }
}

extension ResultFolder {
    /// Removes the temporaries that a killed process left, known by their names; those of a living process are locked
    /// and stay.
    ///
    /// - Returns: how many were removed.
    @discardableResult
    package func removeStaleTemporaries() throws(ResultsError) -> Int {
        let names = try attempt("list", nil) { () throws(Errno) in try calls.list(descriptor) }
        var removed = 0
        for name in names where TemporaryFile.isTemporary(name) {
            let file: Descriptor
            do {
                file = try calls.openFile(name, in: descriptor, forWriting: true)
                guard try calls.status(of: file.number).isRegularFile, try calls.lock(file) else { continue }
            } catch {
                // Not ours to write, or just gone: then it is not ours to remove either.
                continue
            }
            try attempt("remove", name) { () throws(Errno) in try calls.remove(name, in: descriptor) }
            removed += 1
        }
        return removed
    }
}

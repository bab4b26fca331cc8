package import SystemPackage

/// A hidden file in a folder that gets its real name when it is complete, by being renamed.
///
/// Its name, `.{final name}.segmentd-{random}{proof}.tmp`, proves that the file was made by us under this name: the proof
/// is a digest over the rest of the name and the inode. A file that somebody else calls so, or a copy, does not fit.
package struct TemporaryFile: Sendable {
    private static let infix = Array(".segmentd-".utf8)
    private static let suffix = Array(".tmp".utf8)
    private static let randomCount = 4
    private static let proofCount = 8
    private static let randomBytes = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// The name until the rename.
    package let name: FilePath.Component
    /// The name after it.
    package let finalName: FilePath.Component
    /// Open for reading and writing.
    package let file: Descriptor
    /// A second opening, which holds the lock and never leaves this process: an orphan worker cannot keep it.
    private let holder: Descriptor?

    /// Creates the file, empty, and open to `readers`; what of the final name does not fit is cut.
    package init(
        for finalName: FilePath.Component,
        in folder: Descriptor,
        readers: Readers? = nil,
        calls: FileCalls = FileCalls()
    ) throws(Errno) {
        self.finalName = finalName
        let added = 1 + Self.infix.count + Self.randomCount + Self.proofCount + Self.suffix.count
        let stem = finalName.bytes.shortened(to: FilePath.Component.maximumLength - added)
        var attempts = 0
        while true {
            let random = (0..<Self.randomCount).map { _ in Self.randomBytes[Int.random(in: Self.randomBytes.indices)] }
            let made: (file: Descriptor, name: FilePath.Component)
            let holder: Descriptor?
            do throws(Errno) {
                made = try calls.createFile(in: folder) { Self.name(stem, random, inode: $0) }
                holder = try Self.hold(made.name, in: folder, calls)
            } catch {
                attempts += 1
                if error == .fileExists && attempts < 100 { continue }
                throw error
            }
            (file, name, self.holder) = (made.file, made.name, holder)
            break
        }
        if let readers { calls.share(file, with: readers, in: folder) }
    }

    /// Locks a new file; throws `fileExists` when somebody who sweeps the folder was quicker.
    private static func hold(
        _ name: FilePath.Component,
        in folder: Descriptor,
        _ calls: FileCalls
    ) throws(Errno) -> Descriptor? {
        do throws(Errno) {
            let holder = try? calls.openFile(name, in: folder, forWriting: true)
            if let holder, try !calls.lock(holder) { throw Errno.fileExists }
            guard try calls.state(of: name, in: folder) != nil else { throw Errno.fileExists }
            return holder
        } catch {
            try? calls.remove(name, in: folder)
            throw error
        }
    }

    /// Whether a file of this name and inode was made by us, in this process or any other.
    static func isOurs(_ name: FilePath.Component, inode: UInt64) -> Bool {
        let bytes = name.bytes
        let tail = infix.count + randomCount + proofCount + suffix.count
        guard bytes.first == UInt8(ascii: "."), bytes.count > tail + 1, bytes.suffix(suffix.count).elementsEqual(suffix)
        else { return false }
        let stem = bytes[1..<(bytes.count - tail)]
        let random = bytes[(bytes.count - tail)...].dropFirst(infix.count).prefix(randomCount)
        return Self.name(Array(stem), Array(random), inode: inode).bytes == bytes
    }

    private static func name(_ stem: [UInt8], _ random: [UInt8], inode: UInt64) -> FilePath.Component {
        let proof = FileDigest.sha256(stem + [0] + random + [0] + Array("\(inode)".utf8)).utf8.prefix(proofCount)
        guard let name = FilePath.Component(bytes: [UInt8(ascii: ".")] + stem + infix + random + proof + suffix) else {
            preconditionFailure("a file name with more letters stays one")
        }
        return name
    }
}

extension FileCalls {
    /// Removes the temporaries that a killed process left, known by the proof in their names; those of a living process
    /// are locked and stay.
    ///
    /// - Returns: how many were removed, and the one that could not be, where that ended the search.
    package func removeStaleTemporaries(
        in folder: Descriptor
    ) throws(Errno) -> (removed: Int, refused: (name: FilePath.Component, code: Errno)?) {
        var removed = 0
        for name in try list(folder) where name.bytes.first == UInt8(ascii: ".") {
            guard let file = stale(name, in: folder) else { continue }
            do throws(Errno) {
                try withExtendedLifetime(file) { () throws(Errno) in try remove(name, in: folder) }
            } catch {
                return (removed, (name, error))
            }
            removed += 1
        }
        return (removed, nil)
    }

    /// The temporaries that `removeStaleTemporaries` would remove.
    package func staleTemporaries(in folder: Descriptor) throws(Errno) -> [FilePath.Component] {
        try list(folder).filter { $0.bytes.first == UInt8(ascii: ".") && stale($0, in: folder) != nil }
    }

    /// A temporary that a killed process left, open and locked; nil for anything else.
    private func stale(_ name: FilePath.Component, in folder: Descriptor) -> Descriptor? {
        do {
            guard let state = try state(of: name, in: folder), state.isRegularFile,
                TemporaryFile.isOurs(name, inode: state.inode)
            else { return nil }
            let file = try openFile(name, in: folder, forWriting: true)
            return try lock(file) ? file : nil
        } catch {
            // Not ours to write, or just gone: then it is not ours to remove either.
            return nil
        }
    }
}

import Files
import FoundationEssentials
import Glibc
package import SystemPackage
package import WorkerProtocol

/// Messages that were not delivered yet, a file each, so that they outlive the process and the receiver's absence.
package struct Outbox: Sendable {
    private static let mostBytes = 1 << 20
    /// So many subjects are listed in a message that stands for others.
    private static let mostListed = 40

    /// A message that waits, and its file.
    package struct Entry: Sendable {
        let name: FilePath.Component
        package let message: Message
    }

    private let folder: FilePath
    private let mostMessages: Int

    /// The outbox in `folder`, which is made where it is missing.
    ///
    /// - Parameter mostMessages: more are not kept; the older ones become one that lists them.
    package init(in folder: FilePath, mostMessages: Int = 100) throws(Failure) {
        self.folder = folder
        self.mostMessages = mostMessages
        do throws(Errno) { _ = try FileCalls().makeFolder(at: folder, permissions: .ownerReadWriteExecute) } catch {
            throw .outboxUnusable(folder, error)
        }
    }

    /// Keeps a message until it is removed.
    package func add(_ message: Message) throws(Failure) {
        let files = files
        let last = files.last.flatMap { Int($0.name.string.prefix(10)) } ?? 0
        try write(message, number: last + 1)
        let bytes = files.reduce(message.text.utf8.count) { $0 + Int($1.bytes) }
        if files.count >= mostMessages || bytes > Self.mostBytes { try fold() }
    }

    /// The messages, the oldest first; a file that cannot be read is none.
    package var entries: [Entry] {
        files.compactMap { file in
            guard let bytes = KeptFile.read(folder.appending(file.name), atMost: Self.mostBytes),
                let message = try? JSONDecoder().decode(Message.self, from: Data(bytes))
            else { return nil }
            return Entry(name: file.name, message: message)
        }
    }

    /// The files of messages in their order, with their sizes.
    private var files: [(name: FilePath.Component, bytes: Int64)] {
        guard let opened = try? FileCalls().openFolder(at: folder), let names = try? FileCalls().list(opened) else {
            return []
        }
        return names.filter { $0.string.hasSuffix(".json") && !$0.string.hasPrefix(".") }
            .sorted { $0.string < $1.string }
            .map { ($0, Int64((try? FileCalls().state(of: $0, in: opened))?.identity.size ?? 0)) }
    }

    /// A message was delivered.
    package func remove(_ entry: Entry) { _ = FileCalls().discard(folder.appending(entry.name)) }

    /// Puts one message in the place of the older half of each channel's, where there are too many.
    private func fold() throws(Failure) {
        let all = entries
        for channel in Set(all.map(\.message.channel)) {
            let old = all.filter { $0.message.channel == channel }
            let gone = old.prefix(old.count / 2 + 1)
            guard gone.count > 1, let first = gone.first, let last = gone.last else { continue }
            let count = gone.reduce(0) { $0 + ($1.message.folded ?? 1) }
            let lines = gone.flatMap { entry in
                entry.message.folded == nil ? [entry.message.line] : entry.message.listed
            }
            let cut = lines.suffix(Self.mostListed)
            let more = lines.count > cut.count || count > lines.count ? ["…"] : []
            var message = last.message
            message.kind = "digest"
            message.subject =
                "\(MessageWriter.count(count, "message")) from \(message.host) could not be delivered earlier"
            message.text = (["Since \(first.message.time):"] + more + cut).joined(separator: "\n") + "\n"
            message.folded = count
            // In the place of the last of them, so that it stays in front of the others.
            try write(message, as: last.name)
            for entry in gone.dropLast() { remove(entry) }
        }
    }

    private func write(_ message: Message, number: Int) throws(Failure) {
        let digits = String(number)
        let name = String(repeating: "0", count: max(0, 10 - digits.count)) + digits + "-\(message.identifier).json"
        guard let name = FilePath.Component(name) else { return }
        try write(message, as: name)
    }

    private func write(_ message: Message, as name: FilePath.Component) throws(Failure) {
        do {
            try KeptFile.write([UInt8](JSONEncoder().encode(message)), to: folder.appending(name))
        } catch { throw .outboxUnusable(folder, error) }
    }
}

extension Message {
    /// The line that stands for it in a list.
    fileprivate var line: String { "- \(time): \(subject)" }
    /// The lines of one that stands for others.
    fileprivate var listed: [String] { text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("- ") } }
}

/// Small files of our own, replaced whole.
enum KeptFile {
    /// Writes `bytes` beside `path` and renames them into place.
    static func write(_ bytes: [UInt8], to path: FilePath) throws {
        let name = path.lastComponent?.string ?? "file"
        let temporary = path.removingLastComponent().appending(".\(name).\(getpid()).tmp")
        do {
            let file = try FileDescriptor.open(
                temporary,
                .writeOnly,
                options: [.create, .truncate, .closeOnExec],
                permissions: .ownerReadWrite
            )
            try file.closeAfter {
                try file.writeAll(bytes)
                try FileCalls().sync(fileDescriptor: file.rawValue)
            }
            try FileCalls().rename(temporary, to: path)
        } catch {
            _ = FileCalls().discard(temporary)
            throw error
        }
    }

    /// The bytes of a file, at most `most`; nil where it cannot be read.
    static func read(_ path: FilePath, atMost most: Int) -> [UInt8]? {
        guard let file = try? FileCalls().open(path, for: .reading) else { return nil }
        return try? FileCalls().read(file.number, first: most)
    }
}

extension Failure {
    /// Messages cannot be kept.
    fileprivate static func outboxUnusable(_ folder: FilePath, _ reason: any Error) -> Failure {
        Failure(
            kind: "state_unwritable",
            message: "messages cannot be kept in \(folder.readable): \(reason)",
            remedy: "check the space and the permissions of the state folder (StateDirectory= of the unit)",
            isTransient: true
        )
    }
}

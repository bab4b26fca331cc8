import FoundationEssentials
import Glibc
package import Logging

/// Logs to the journal with structured fields when started by systemd, else as readable lines on standard error.
package struct JournalLogHandler: LogHandler {
    /// Where log events go.
    package enum Destination: Sendable, Hashable {
        /// To journald, through its own protocol.
        case journal
        /// To this descriptor, a line an event; it stays open.
        case lines(Int32)

        /// The journal when standard error is connected to it, else standard error.
        package static func standard(
            environment: [String: String] = ProcessInfo.processInfo.environment
        ) -> Destination {
            let variable = environment["JOURNAL_STREAM"]
            return JournalStream.isJournal(STDERR_FILENO, variable: variable) ? .journal : .lines(STDERR_FILENO)
        }
    }

    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let destination: Destination

    /// A handler that passes on events of `logLevel` and above.
    package init(logLevel: Logger.Level = .info, destination: Destination = .standard()) {
        self.logLevel = logLevel
        self.destination = destination
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let message = event.message.description
        let metadata = merged(with: event)
        switch destination {
        case .journal:
            let entry = JournalEntry(level: event.level, message: message, metadata: metadata)
            if JournalStream.send(entry) { return }
            Self.write(LogLine(level: event.level, message: message, metadata: metadata), to: STDERR_FILENO)
        case .lines(let descriptor):
            Self.write(LogLine(level: event.level, message: message, metadata: metadata), to: descriptor)
        }
    }

    /// The handler's metadata, then the provider's, then the event's; the later wins.
    private func merged(with event: LogEvent) -> Logger.Metadata {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error, all["error"] == nil { all["error"] = .string("\(error)") }
        return all
    }

    /// Writes the line in one call, so that lines of several threads do not mix; a failure has nowhere to be told.
    private static func write(_ line: LogLine, to descriptor: Int32) {
        var bytes = Array(line.description.utf8)
        bytes.append(UInt8(ascii: "\n"))
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}

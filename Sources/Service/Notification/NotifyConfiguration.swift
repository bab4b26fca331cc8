import Files
package import Logging
package import Settings
import Synchronization
package import SystemPackage
import SystemdSupport

/// `[notify]` and the folders' contacts as they are in force, read again when the file changes.
package final class NotifyConfiguration: Sendable {
    /// What is in force.
    private struct State {
        var settings = NotifySettings()
        var contacts: [String: String] = [:]
        var file: FileState?
        var isRead = false
    }

    private let path: FilePath
    private let log: Logger
    private let state = Mutex(State())

    /// The configuration file at `path`; nothing is read yet.
    package init(path: FilePath, log: Logger) {
        self.path = path
        self.log = log
    }

    /// Who is told what.
    package var settings: NotifySettings { state.withLock { $0.settings } }

    /// The mail addresses of folders, by the folders' paths as they are shown.
    package var contacts: [String: String] { state.withLock { $0.contacts } }

    /// Whether anybody is told.
    package var isActive: Bool {
        state.withLock { state in
            state.settings.webhook != nil || state.settings.webhookFile != nil || !state.settings.mail.isEmpty
                || !state.contacts.isEmpty
        }
    }

    /// Each way by which messages go.
    package var channels: [Message.Channel] {
        let settings = settings
        return (settings.webhook != nil || settings.webhookFile != nil ? [.webhook] : [])
            + (settings.mail.isEmpty ? [] : [.mail(settings.mail)])
            + Set(contacts.values).subtracting(settings.mail).sorted().map { .mail([$0]) }
    }

    /// Takes out of a text what must not be said.
    package var redaction: Redaction {
        let settings = settings
        return Redaction(
            addresses: [settings.webhook, settings.sendmail.hasPrefix("/") ? nil : settings.sendmail].compactMap(\.self)
        )
    }

    /// Reads the file if it is another one than before, or changed; a bad one leaves the old one in force, and is said.
    ///
    /// - Parameter isAsked: whether somebody wants it read whatever it looks like.
    package func refresh(isAsked: Bool = false) {
        let file = try? FileCalls().state(at: path, followingLink: true)
        let isSame = state.withLock { state in
            defer { (state.file, state.isRead) = (file, true) }
            return state.isRead && state.file == file
        }
        guard !isSame || isAsked else { return }
        do throws(SettingsError) {
            let settings = try Settings.load(from: path)
            state.withLock { state in
                state.settings = settings.notify ?? NotifySettings()
                state.contacts = Dictionary(
                    settings.folders.compactMap { folder in folder.contact.map { (folder.path.readable, $0) } },
                    uniquingKeysWith: { first, _ in first }
                )
            }
            if isActive {
                log.event(.notifierState, "messages go to \(channels.map(\.words).joined(separator: ", "))")
            } else {
                log.event(
                    .notifierState,
                    "\(path.readable) names nobody who is told: add [notify], or a folder's contact"
                )
            }
        } catch {
            // The daemon says each of its problems; here the first is enough.
            log.event(
                .configurationRejected,
                at: .warning,
                "\(path.readable) has problems, so what was in force stays: \(error.problems[0])"
            )
        }
    }
}

extension Message.Channel {
    /// The way in words, without secrets.
    package var words: String {
        switch self {
        case .webhook: "the webhook"
        case .mail(let addresses): addresses.joined(separator: ", ")
        }
    }
}

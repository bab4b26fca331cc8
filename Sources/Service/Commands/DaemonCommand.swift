/// A command to the running daemon, which comes over the socket in its runtime folder.
///
/// To add one: a type in a file of its own, its place in `DaemonCommands.all`, and a command of the program that asks
/// (`DaemonSocket.ask`).
protocol DaemonCommand: Sendable {
    /// The word that asks for it.
    static var name: String { get }

    /// What is said in return, as text of one line or more.
    static func answer(_ daemon: DaemonControls) async -> String
}

/// What commands can see and move of a running daemon.
package struct DaemonControls: Sendable {
    let status: ServiceStatus

    /// The controls of a daemon with this status.
    package init(status: ServiceStatus) { self.status = status }
}

/// Every command that the daemon answers.
enum DaemonCommands {
    static let all: [any DaemonCommand.Type] = [StatusOfDaemon.self]

    /// The answer to what came over the socket; nil for a word that is no command.
    static func answer(_ word: String, _ daemon: DaemonControls) async -> String? {
        guard let command = all.first(where: { $0.name == word }) else { return nil }
        return await command.answer(daemon)
    }
}

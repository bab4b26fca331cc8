/// `status`: the line that `systemctl status` shows too.
struct StatusOfDaemon: DaemonCommand {
    static let name = "status"

    static func answer(_ daemon: DaemonControls) async -> String { daemon.status.line }
}

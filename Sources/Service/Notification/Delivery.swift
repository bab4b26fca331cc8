import Files
package import Settings
import SystemPackage
package import WorkerProtocol

/// Sends one message by the way it is meant for, with programs that are made for it: curl, and a local sendmail.
package struct Delivery: Sendable {
    /// A delivery that takes longer is broken off.
    private static let patience: Duration = .seconds(40)
    private static let curl = "/usr/bin/curl"

    private let settings: NotifySettings

    /// Delivery as the configuration has it.
    package init(_ settings: NotifySettings) { self.settings = settings }

    /// Sends it, on this thread.
    ///
    /// - Returns: who took it, as it may be said.
    /// - Throws: a `Failure` without secrets.
    package func send(_ message: Message) throws(Failure) -> String {
        switch message.channel {
        case .webhook: try post(message)
        case .mail(let recipients): try mail(message, to: recipients)
        }
    }

    /// The address of the receiver on the web.
    private func address() throws(Failure) -> String {
        if let webhook = settings.webhook { return webhook }
        guard let file = settings.webhookFile else {
            throw .notDelivered("no webhook is configured", "add one to [notify]")
        }
        guard let bytes = KeptFile.read(file, atMost: 8192) else {
            throw .notDelivered(
                "\(file.readable) cannot be read",
                "let the user of this service read it: chown root:segmentd and chmod 0640"
            )
        }
        guard let address = NotifySettings.address(in: String(decoding: bytes, as: UTF8.self)) else {
            throw .notDelivered("\(file.readable) holds no address", "write https://… into it, and nothing else")
        }
        return address
    }

    private func post(_ message: Message) throws(Failure) -> String {
        let address = try address()
        let host = Redaction.host(of: address)
        var configuration = CurlConfiguration(url: address)
        configuration.add("header", "Content-Type: application/json")
        configuration.add("data-raw", WebhookBody(message).json())
        let ending = try curl(configuration, host: host, secrets: [address])
        let code = String(decoding: ending.output, as: UTF8.self)
        guard code.hasPrefix("2") else {
            throw .notDelivered(
                "\(host) answered with the status \(code.isEmpty ? "none" : code)",
                code.hasPrefix("4")
                    ? "check the webhook's address; the receiver may have withdrawn it" : "it is tried again"
            )
        }
        return host
    }

    private func mail(_ message: Message, to recipients: [String]) throws(Failure) -> String {
        let from = settings.from ?? "segmentd@\(MailText.hostName(message.host))"
        let text = MailText(message, from: from, to: recipients).bytes
        let program = settings.sendmail
        guard program.hasPrefix("/") else {
            let host = Redaction.host(of: program)
            var configuration = CurlConfiguration(url: program)
            configuration.add("mail-from", from)
            for recipient in recipients { configuration.add("mail-rcpt", recipient) }
            // The configuration is on the standard input, the mail behind it.
            configuration.add("upload-file", "/dev/fd/3")
            configuration.add("crlf")
            _ = try curl(configuration, host: host, secrets: [program], upload: text)
            return "\(recipients.joined(separator: ", ")) by \(host)"
        }
        let ending: ProgramRun.Ending
        do throws(Errno) {
            ending = try ProgramRun.run([program, "-t", "-i", "-f", from], input: text, patience: Self.patience)
        } catch {
            throw .notDelivered(
                "\(program) cannot be started: \(error)",
                "install a mail transport (msmtp-mta, postfix, …)"
            )
        }
        guard ending.status == 0 else {
            throw .notDelivered(
                "\(program) \(Self.words(of: ending)): \(Self.lastLine(ending.errors + ending.output))",
                "try it by hand as the service's user; one that changes its user needs NoNewPrivileges=no, "
                    + "or write sendmail = \"smtp://localhost\""
            )
        }
        return recipients.joined(separator: ", ")
    }

    private func curl(
        _ configuration: CurlConfiguration,
        host: String,
        secrets: [String],
        upload: [UInt8]? = nil
    ) throws(Failure) -> ProgramRun.Ending {
        let ending: ProgramRun.Ending
        do throws(Errno) {
            let file = try upload.map { bytes throws(Errno) in
                let file = try FileCalls().makeUnnamedFile()
                try FileCalls().write(bytes, to: file)
                return file
            }
            // Arguments can be read by everybody on this computer, so the address is told on the standard input.
            ending = try ProgramRun.run(
                [Self.curl, "--disable", "--config", "-"],
                input: Array(configuration.text.utf8),
                more: file,
                patience: Self.patience
            )
        } catch {
            throw .notDelivered("curl cannot be started: \(error)", "install it: apt-get install curl")
        }
        guard ending.status == 0 else {
            let words = Redaction(addresses: secrets)(Self.lastLine(ending.errors))
            throw .notDelivered(
                "\(host) was not reached: \(words.isEmpty ? Self.words(of: ending) : words)",
                "it is tried again"
            )
        }
        return ending
    }

    private static func words(of ending: ProgramRun.Ending) -> String {
        if ending.isLate { return "took longer than \(patience / .seconds(1)) s" }
        return ending.status < 0 ? "was ended by signal \(-ending.status)" : "ended with status \(ending.status)"
    }

    private static func lastLine(_ bytes: [UInt8]) -> String {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return MessageWriter.plain(String((lines.last ?? "it said nothing").prefix(300)))
    }
}

extension Failure {
    /// A message did not get to where it is meant to go.
    fileprivate static func notDelivered(_ message: String, _ remedy: String) -> Failure {
        Failure(kind: "not_delivered", message: message, remedy: remedy, isTransient: true)
    }
}

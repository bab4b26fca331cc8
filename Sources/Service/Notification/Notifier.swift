import Files
import Glibc
package import Logging
import ServiceLifecycle
package import Settings
package import SystemPackage
import UnixSignals
package import WorkerProtocol

/// Everything `segmentd notify` consists of, put together.
package struct Notifier: Sendable {
    private let configuration: NotifyConfiguration
    private let runtime: FilePath
    private let writer: MessageWriter
    private let log: Logger

    /// Times that tests make shorter.
    package var pauses = PostPauses()
    /// The times of news, where they are not those of the configuration.
    package var timing: @Sendable (NotifySettings) -> NewsTiming = { NewsTiming($0) }

    /// One that reads its settings from the configuration file, and hears the daemon in the `runtime` folder.
    package init(configuration file: FilePath, runtime: FilePath, log: Logger) {
        configuration = NotifyConfiguration(path: file, log: log)
        self.runtime = runtime
        self.log = log
        let instance = file.stem ?? "segmentd"
        writer = MessageWriter(host: Self.hostName, unit: instance == "segmentd" ? instance : "segmentd@\(instance)")
    }

    /// Works until SIGTERM or SIGINT.
    ///
    /// - Parameter state: the folder for what must outlive the process.
    package func run(state: FilePath) async throws {
        configuration.refresh()
        let outbox = try Outbox(in: state.appending("outbox"))
        let listener = DaemonListener(
            socket: DaemonSocket(in: runtime),
            writer: writer,
            outbox: outbox,
            configuration: configuration,
            timing: timing,
            state: state,
            log: log
        )
        let services: [any Service] = [
            PostService(outbox: outbox, configuration: configuration, pauses: pauses, log: log),
            NotifyService(listener: listener),
            HangupService(configuration: configuration),
        ]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: log
            )
        )
        try await group.run()
    }

    /// Sends a test message by each way, on this thread; what came of it, in the order of the configuration.
    package func test() -> [(channel: Message.Channel, result: Result<String, Failure>)] {
        configuration.refresh()
        return configuration.channels.map { channel in
            let message = writer.test(channel, time: TimeOfDay.words)
            return (
                channel, Result { () throws(Failure) in try Delivery(configuration.settings).send(message) }
            )
        }
    }

    /// The computer's name.
    package static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "this computer" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Takes SIGHUP as the wish to have the configuration read again.
    private struct HangupService: Service {
        let configuration: NotifyConfiguration

        func run() async throws {
            let hangups = await UnixSignalsSequence(trapping: .sighup)
            for await _ in hangups.cancelOnGracefulShutdown() { configuration.refresh(isAsked: true) }
        }
    }
}

extension Notifier {
    /// Makes all times shorter, so that it can be tried out.
    package mutating func hurry(by factor: Double) {
        pauses.seconds = pauses.seconds.map { $0 / factor }
        pauses.look = .milliseconds(50)
        timing = { settings in
            var timing = NewsTiming(settings)
            timing.first /= factor
            // Signs of life come as they come.
            timing.silence = max(5, timing.silence / factor)
            timing.start /= factor
            timing.after /= factor
            timing.again /= factor
            return timing
        }
    }
}

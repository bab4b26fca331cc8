import Concurrency
import Logging
import ServiceLifecycle
import SystemdSupport
import WorkerProtocol

/// Delivers what is in the outbox, each message once, and tries again and again where the receiver is not there.
struct PostService: Service {
    let outbox: Outbox
    let configuration: NotifyConfiguration
    let pauses: PostPauses
    let log: Logger

    func run() async throws {
        let post = Post(outbox: outbox, configuration: configuration, pauses: pauses, log: log)
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await post.deliver()
                try? await Task.sleep(for: pauses.look)
            }
        }
    }

    /// Sends messages on a queue of its own: programs are waited for.
    private actor Post {
        private let executor = QueueExecutor(label: "segmentd.post")
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        private let outbox: Outbox
        private let configuration: NotifyConfiguration
        private let pauses: PostPauses
        private let log: Logger
        private var book = PostBook()

        init(outbox: Outbox, configuration: NotifyConfiguration, pauses: PostPauses, log: Logger) {
            (self.outbox, self.configuration, self.pauses, self.log) = (outbox, configuration, pauses, log)
        }

        /// Sends what is due, in the order in which it was written.
        func deliver() {
            guard configuration.isActive else { return }
            for entry in outbox.entries {
                let (message, channel) = (entry.message, entry.message.channel)
                guard !Task.isCancelled, book.isDue(channel, at: Uptime.now) else { continue }
                do throws(Failure) {
                    let receiver = try Delivery(configuration.settings).send(message)
                    outbox.remove(entry)
                    let words = book.succeed(channel) ? "messages are delivered again" : "message delivered"
                    log.event(.messageSent, "\(words) to \(receiver): \(message.subject)")
                } catch {
                    let (pause, isNews) = book.fail(channel, for: error.message, at: Uptime.now, pauses)
                    let words =
                        "the message \"\(message.subject)\" was not delivered, and is kept: \(error.message); "
                        + "\(error.remedy); next try in \(Int(pause.rounded(.up))) s"
                    log.event(.messageKept, at: isNews ? .warning : .debug, "\(words)")
                }
            }
        }
    }
}

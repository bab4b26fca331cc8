import ServiceLifecycle

/// Tells the service manager the figures of now, also when nothing happens: rates fall while no image comes. Reminds the
/// journal of troubles that last.
struct StatusService: Service {
    private static let pause: Duration = .seconds(10)

    let status: ServiceStatus

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.pause)
                status.troubleBoard.remind()
                status.publish()
            }
        }
    }
}

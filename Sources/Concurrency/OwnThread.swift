import Glibc

/// A thread that belongs to nobody: it ends when its work does, or with the program.
package enum OwnThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a new thread; a system that has no room for one more ends the program.
    package static func start(_ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let code = pthread_create(
            &thread,
            &attributes,
            { argument in
                // It is what was handed over below, once.
                Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
                return nil
            },
            work.toOpaque()
        )
        precondition(code == 0, "no thread can be started: \(String(cString: strerror(code)))")
    }
}

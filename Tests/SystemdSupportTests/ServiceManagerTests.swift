import Glibc
import SystemdSupport
import Testing

// The environment belongs to the whole process, so these run one after another.
@Suite("Notifications", .serialized)
struct ServiceManagerTests {
    @Test("without a service manager nothing is sent")
    func alone() {
        unsetenv("NOTIFY_SOCKET")
        unsetenv("WATCHDOG_USEC")
        let manager = ServiceManager()
        #expect(!manager.isPresent)
        #expect(!manager.ready(status: "ready"))
        #expect(manager.watchdogInterval == nil)
    }

    @Test("each message arrives as sd_notify(3) has it")
    func messages() throws {
        let socket = try NotificationSocket()
        setenv("NOTIFY_SOCKET", socket.path, 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        let manager = ServiceManager()
        #expect(manager.isPresent)

        #expect(manager.ready(status: "watching 3 folders"))
        #expect(try socket.receive() == ["READY=1", "STATUS=watching 3 folders"])
        #expect(manager.status("2 queued"))
        #expect(try socket.receive() == ["STATUS=2 queued"])
        #expect(manager.beat())
        #expect(try socket.receive() == ["WATCHDOG=1"])
        #expect(manager.stopping(status: "finishing x.tif"))
        #expect(try socket.receive() == ["STOPPING=1", "STATUS=finishing x.tif"])
        #expect(manager.extendTimeout(by: .milliseconds(90_500)))
        #expect(try socket.receive() == ["EXTEND_TIMEOUT_USEC=90500000"])
    }

    @Test("a reload carries the monotonic time")
    func reloading() throws {
        let socket = try NotificationSocket()
        setenv("NOTIFY_SOCKET", socket.path, 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        let before = Self.monotonicMicroseconds()
        #expect(ServiceManager().reloading(status: "reading"))
        let lines = try socket.receive()
        #expect(lines.count == 3)
        #expect(lines.first == "RELOADING=1")
        let time = try #require(Int(lines[1].dropFirst("MONOTONIC_USEC=".count)))
        #expect((before...Self.monotonicMicroseconds()).contains(time))
        #expect(lines[2] == "STATUS=reading")
    }

    @Test("a file name in the status cannot give orders")
    func lineBreaks() throws {
        let socket = try NotificationSocket()
        setenv("NOTIFY_SOCKET", socket.path, 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        ServiceManager().status("failed a\nMAINPID=1\r\u{1b}.tif")
        #expect(try socket.receive() == ["STATUS=failed a MAINPID=1  .tif"])
    }

    @Test("the watchdog's interval is the one meant for this process")
    func watchdog() {
        setenv("WATCHDOG_USEC", "30000000", 1)
        defer {
            unsetenv("WATCHDOG_USEC")
            unsetenv("WATCHDOG_PID")
        }
        #expect(ServiceManager().watchdogInterval == .seconds(30))
        setenv("WATCHDOG_PID", "1", 1)
        #expect(ServiceManager().watchdogInterval == nil)
        setenv("WATCHDOG_PID", "\(getpid())", 1)
        #expect(ServiceManager().watchdogInterval == .seconds(30))
    }

    private static func monotonicMicroseconds() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1_000_000 + now.tv_nsec / 1000
    }
}

import Service
import SystemPackage
import Testing

@Suite("Calls on files that do not come back")
struct WorkPulseTests {
    @Test("are known by what they do and where, until they come back")
    func hanging() throws {
        let pulse = WorkPulse()
        #expect(pulse.hanging(for: .zero) == nil)
        pulse.watching("write", "/a/x.tif") {
            let later = SuspendingClock.now + .seconds(31)
            pulse.watching("look at", "/b/y.tif") {
                #expect(pulse.hanging(for: .seconds(30)) == nil)
                let work = pulse.hanging(for: .seconds(30), at: later)
                #expect(work?.action == "write" && work?.path == "/a/x.tif")
            }
            #expect(pulse.hanging(for: .seconds(30), at: later)?.path == "/a/x.tif")
        }
        #expect(pulse.hanging(for: .zero) == nil)
        #expect(throws: Errno.self) { try pulse.watching("sync", "/a") { throw Errno.ioError } }
        #expect(pulse.hanging(for: .zero) == nil)
    }

    @Test("have the daemon restarted, each time after a longer while, and never in less than five minutes")
    func limits() {
        let limits = [-1, 0, 1, 2, 8, 9, .max].map(WorkPulse.limit(afterDeaths:))
        #expect(limits.map { Int($0.components.seconds) } == [300, 300, 600, 1_200, 76_800, 76_800, 76_800])
    }
}

import Testing
import Watching

@Suite("Scan schedule")
struct ScanScheduleTests {
    @Test("of two reasons the weightier stays, of two times the earlier; a scan begins once")
    func wanting() {
        var schedule = ScanSchedule()
        #expect(schedule.next == nil)
        schedule.want(.requested, at: .seconds(9))
        schedule.want(.overflow, at: .seconds(5))
        #expect(schedule.next == .seconds(5))
        let early = schedule.begin(at: .seconds(4.9))
        #expect(early == nil)
        let first = schedule.begin(at: .seconds(5))
        #expect(first == .requested)
        let second = schedule.begin(at: .seconds(99))
        #expect(second == nil && schedule.next == nil)
    }

    @Test("the timer takes at most a fifth of the time; what is wanted does not wait for it")
    func timer() {
        var schedule = ScanSchedule()
        schedule.end(at: .seconds(100), took: .seconds(1), interval: .seconds(300))
        #expect(schedule.next == .seconds(400))
        schedule.end(at: .seconds(200), took: .seconds(100), interval: .seconds(300))
        #expect(schedule.next == .seconds(600))
        schedule.want(.arming, at: .seconds(210))
        let wanted = schedule.begin(at: .seconds(210))
        #expect(wanted == .arming)
        schedule.end(at: .seconds(300), took: .zero, interval: .seconds(10))
        let timed = schedule.begin(at: .seconds(310))
        #expect(timed == .timer)
    }

    @Test("a flood of events waits as long as the last scan took")
    func overflow() {
        var schedule = ScanSchedule()
        schedule.wantAfterOverflow(at: .seconds(10), pause: .seconds(0.5))
        #expect(schedule.next == .seconds(10.5))
        _ = schedule.begin(at: .seconds(10.5))
        schedule.end(at: .seconds(20), took: .seconds(3), interval: .seconds(300))
        schedule.wantAfterOverflow(at: .seconds(20), pause: .seconds(0.5))
        #expect(schedule.next == .seconds(23))
    }
}

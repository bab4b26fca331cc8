import Service
import Testing

@Suite("Storage forecast")
struct StorageForecastTests {
    /// A forecast after `minutes` of looks every ten seconds.
    private func forecast(minutes: Int, free: (Int) -> Int64) -> StorageForecast {
        var forecast = StorageForecast()
        for look in 0...minutes * 6 { forecast.note(free: free(look * 10), at: .seconds(5_000 + look * 10)) }
        return forecast
    }

    @Test("a steady writer fills the disk when it must")
    func steady() throws {
        // 100 MB a second: 40 GB above the reserve last 400 s.
        let forecast = forecast(minutes: 10) { 100_000_000_000 + 60_000_000_000 - Int64($0) * 100_000_000 }
        let left = try #require(forecast.timeLeft(to: 60_000_000_000))
        #expect(abs(left / .seconds(1) - 400) < 1)
    }

    @Test("bursts are evened out")
    func bursts() throws {
        // An image of 600 MB every minute is 10 MB a second.
        let forecast = forecast(minutes: 30) { 100_000_000_000 - Int64($0 / 60) * 600_000_000 }
        let left = try #require(forecast.timeLeft(to: 50_000_000_000))
        let expected = 32_000_000_000.0 / 10_000_000
        #expect(abs(left / .seconds(1) - expected) < expected * 0.05)
    }

    @Test("nothing is said where nothing fills it, where it takes days, and after too few looks")
    func silent() {
        #expect(forecast(minutes: 10) { _ in 1_000_000_000 }.timeLeft(to: 0) == nil)
        #expect(forecast(minutes: 10) { 1_000_000_000 + Int64($0) }.timeLeft(to: 0) == nil)
        #expect(forecast(minutes: 10) { 1_000_000_000_000 - Int64($0) * 1_000 }.timeLeft(to: 0) == nil)
        #expect(forecast(minutes: 1) { 1_000_000_000 - Int64($0) * 1_000_000 }.timeLeft(to: 0) == nil)
        #expect(forecast(minutes: 10) { 1_000 - Int64($0) }.timeLeft(to: 1_000) == .zero)
    }

    @Test("room that somebody made begins anew")
    func cleared() {
        var forecast = forecast(minutes: 10) { 10_000_000_000 - Int64($0) * 10_000_000 }
        #expect(forecast.timeLeft(to: 0) != nil)
        forecast.note(free: 500_000_000_000, at: .seconds(5_700))
        #expect(forecast.timeLeft(to: 0) == nil)
    }
}

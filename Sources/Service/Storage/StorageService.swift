import Files
import Glibc
import Logging
import ServiceLifecycle
import Settings
import SystemdSupport

/// Says in STATUS when the disk of a folder will be down to its reserve.
struct StorageService: Service {
    private static let interval: Duration = .seconds(10)
    /// So long before, the journal is told too.
    private static let warning: Duration = .seconds(3600)
    /// With so much time, that is over.
    private static let allClear: Duration = .seconds(7200)

    let folders: FoldersInForce
    let places: FolderPlaces
    let status: ServiceStatus
    let log: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await folders.whileInForce { folder in
                if folder.settings.reserve != .none { await watch(folder.settings) }
            }
        }
    }

    private func watch(_ folder: FolderSettings) async {
        let probe = FolderProbe(folder, places: places)
        let subject = "storage \(folder.path)"
        let start = ContinuousClock.now
        var forecast = StorageForecast()
        var warned: ContinuousClock.Instant?
        while !Task.isCancelled {
            if let room = await probe.room() {
                forecast.note(free: room.free, at: .now - start)
                let left = forecast.timeLeft(to: room.reserve)
                let words = left.map { "\(folder.path.readable) full at \(Self.clock(after: $0))" }
                status.note(words, about: subject)
                status.publish()
                let state = "\(StorageText.bytes(room.free)) free, \(StorageText.bytes(room.reserve)) kept for raw data"
                let fields: Logger.Metadata = [
                    "folder": .bytes(folder.path.bytes), "free": "\(room.free)", "reserve": "\(room.reserve)",
                ]
                if let left, left < Self.warning, warned == nil, let words {
                    log.event(.storageLow, "\(words): \(state)", fields)
                    warned = .now
                } else if let begun = warned, left ?? Self.allClear >= Self.allClear {
                    let text = "\(folder.path.readable) fills up no longer, after \(Age(.now - begun)): \(state)"
                    log.event(.storageRecovered, "\(text)", fields)
                    warned = nil
                }
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// The local time after so long, for people: `14:30`, or `Sat 02:10` on another day.
    private static func clock(after duration: Duration) -> String {
        var (now, then) = (time(nil), time(nil) + Int(duration / .seconds(1)))
        var (today, day) = (tm(), tm())
        localtime_r(&now, &today)
        localtime_r(&then, &day)
        var text = [CChar](repeating: 0, count: 64)
        let length = strftime(&text, text.count, today.tm_yday == day.tm_yday ? "%H:%M" : "%a %H:%M", &day)
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

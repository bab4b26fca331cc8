import DequeModule
import Synchronization
import SystemPackage

/// One who listens: what was told and not taken yet, of bounded size, so that one that stands still costs nobody anything.
final class AnnouncementListener: Sendable {
    /// So many lines wait at most, whatever their length.
    static let mostLines = 1024
    /// So many bytes wait at most, whatever their number.
    static let mostBytes = 1 << 20

    fileprivate struct State {
        var lines: Deque<[UInt8]> = []
        var bytes = 0
        var lost = 0
        var isClosed = false
    }

    /// What is of interest; `lost` is told in any case.
    let kinds: Set<Announcement.Kind>
    /// The only folder whose images and troubles are of interest; nil for all.
    let folder: FilePath?
    /// Gives a value whenever there is something to take; ends when the listener is closed.
    let news: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    /// A listener for `kinds`.
    init(kinds: Set<Announcement.Kind>, folder: FilePath? = nil) {
        self.kinds = kinds
        self.folder = folder
        (news, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether nothing more is told.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Whether an announcement is of interest.
    func wants(_ announcement: Announcement) -> Bool {
        guard kinds.contains(announcement.event) else { return false }
        guard let folder, let its = announcement.folder?.path else { return true }
        return its == folder
    }

    /// Takes a line in, or counts it as lost; never waits.
    func offer(_ line: [UInt8]) {
        state.withLock { state in
            guard !state.isClosed else { return }
            // Once something is lost, so is what follows, until there is room to say so in its place.
            if state.lost > 0, state.hasRoom(for: line, others: 1) { state.sayLost() }
            guard state.lost == 0, state.hasRoom(for: line) else {
                state.lost += 1
                return
            }
            state.add(line)
        }
        bell.yield()
    }

    /// Everything that waits, and how much was lost behind it.
    func take() -> [UInt8] {
        state.withLock { state in
            if state.lost > 0 { state.sayLost() }
            defer { (state.lines, state.bytes) = ([], 0) }
            return Array(state.lines.joined())
        }
    }

    /// Takes nothing in any more.
    func close() {
        state.withLock { $0.isClosed = true }
        bell.finish()
    }
}

extension AnnouncementListener.State {
    fileprivate func hasRoom(for line: [UInt8], others: Int = 0) -> Bool {
        lines.count + others < AnnouncementListener.mostLines && bytes + line.count <= AnnouncementListener.mostBytes
    }

    fileprivate mutating func add(_ line: [UInt8]) {
        lines.append(line)
        bytes += line.count
    }

    fileprivate mutating func sayLost() {
        if let line = try? DaemonMessage.line(Announcement.lost(lost)) { add(line) }
        lost = 0
    }
}

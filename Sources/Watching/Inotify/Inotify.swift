import CLinux
import Dispatch
import Files
import Glibc
import Synchronization
import SystemPackage

/// One inotify descriptor: a dispatch source reads and folds its events at once, so that the kernel's queue stays short
/// however long the consumer is busy.
final class Inotify: @unchecked Sendable {
    // Sendable: all properties are constants; `fold` has its lock, the kernel serialises calls on the descriptor, and a
    // dispatch source may be cancelled from any thread.
    private let descriptor: Int32
    private let source: any DispatchSourceRead
    private let fold: FoldBox

    /// What a watch reports: everything that can make a file another one, and the fate of the folder itself.
    private static let mask =
        IN_CREATE.bits | IN_MODIFY.bits | IN_ATTRIB.bits | IN_CLOSE_WRITE.bits | IN_MOVED_FROM.bits
        | IN_MOVED_TO.bits | IN_DELETE.bits | IN_DELETE_SELF.bits | IN_MOVE_SELF.bits | IN_ONLYDIR.bits
        | IN_EXCL_UNLINK.bits

    /// A descriptor without watches; `ring` is called, from another thread, when changes have come.
    init(
        capacity: Int,
        clock: any WatchClock,
        ring: @escaping @Sendable () -> Void
    ) throws(WatchingError) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw .cannotStart(Errno(rawValue: errno)) }
        let fold = FoldBox(capacity: capacity)
        let source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor,
            queue: DispatchQueue(label: "segmentd.watching.inotify")
        )
        source.setEventHandler {
            if Self.read(descriptor, into: fold, clock: clock) { ring() }
        }
        // The one place that closes the descriptor: the source must not look at a number that has become another file.
        source.setCancelHandler { close(descriptor) }
        source.resume()
        self.descriptor = descriptor
        self.source = source
        self.fold = fold
    }

    deinit {
        source.cancel()
    }

    /// Watches `folder`, or gives the watch that its inode already has; a link is followed for a root only.
    func add(_ folder: FilePath, followingLink: Bool) -> Result<Int32, Errno> {
        let flags = Self.mask | (followingLink ? 0 : IN_DONT_FOLLOW.bits)
        let watch = folder.withPlatformString { inotify_add_watch(descriptor, $0, flags) }
        return watch >= 0 ? .success(watch) : .failure(Errno(rawValue: errno))
    }

    /// Ends a watch; one that has already ended is no error.
    func remove(_ watch: Int32) {
        inotify_rm_watch(descriptor, watch)
    }

    /// What came since the last call.
    func drainChanges() -> ChangeFold.Changes {
        fold.changes.withLock { $0.drain() }
    }

    /// The present fs.inotify.max_user_watches.
    static var watchLimit: Int? {
        let calls = FileCalls()
        guard let file = try? calls.open("/proc/sys/fs/inotify/max_user_watches", for: .reading),
            let bytes = try? calls.read(file.number, first: 32)
        else { return nil }
        return Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    /// Ends all watches and closes the descriptor.
    func cancel() {
        source.cancel()
    }

    private static func read(_ descriptor: Int32, into fold: FoldBox, clock: any WatchClock) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 8) { buffer in
            var found = false
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 {
                    found = true
                    let time = clock.now
                    let records = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                    fold.changes.withLock { $0.add(records, at: time) }
                } else if !(count < 0 && errno == EINTR) {
                    return found
                }
            }
        }
    }
}

/// A fold and its lock, shared by the reading queue and the consumer.
private final class FoldBox: Sendable {
    let changes: Mutex<ChangeFold>

    init(capacity: Int) {
        changes = Mutex(ChangeFold(capacity: capacity))
    }
}

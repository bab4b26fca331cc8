import CLinux
import SystemPackage

/// Folds inotify's records into one change per name, in the order of their first event; a writer's thousand events
/// are one. Pure: bytes in, changes out.
package struct ChangeFold: Sendable {
    /// What came since the last `drain`.
    package struct Changes: Sendable {
        /// One for each name, or watch.
        package internal(set) var changes: [FolderChange] = []
        /// Events were lost, in the kernel or here: nothing in `changes` is to be relied on.
        package internal(set) var overflowed = false

        /// Whether nothing came.
        package var isEmpty: Bool { changes.isEmpty && !overflowed }
    }

    private struct Key: Hashable {
        var watch: Int32
        var name: FilePath.Component?
    }

    private let capacity: Int
    private var pending = Changes()
    private var places: [Key: Int] = [:]

    /// A fold of at most `capacity` names.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// Takes in the records that one read(2) of an inotify descriptor gave.
    package mutating func add(_ records: UnsafeRawBufferPointer, at time: Duration) {
        let headerLength = MemoryLayout<inotify_event>.size
        var offset = 0
        while offset + headerLength <= records.count {
            let header = records.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let nameStart = offset + headerLength
            let next = nameStart + Int(header.len)
            guard next <= records.count else { return }
            // The kernel pads names with zeros up to `len`.
            let name = header.len == 0 ? nil : name(in: records[nameStart..<next])
            add(watch: header.wd, name: name, mask: header.mask, at: time)
            offset = next
        }
    }

    /// Hands out what has come, and starts anew.
    package mutating func drain() -> Changes {
        let drained = pending
        pending = Changes()
        places = [:]
        return drained
    }

    private mutating func add(watch: Int32, name: FilePath.Component?, mask: UInt32, at time: Duration) {
        if mask & IN_Q_OVERFLOW.bits != 0 {
            overflow()
            return
        }
        let key = Key(watch: watch, name: name)
        if let place = places[key] {
            pending.changes[place].add(mask, at: time)
        } else if name == nil || pending.changes.count < capacity {
            places[key] = pending.changes.count
            pending.changes.append(FolderChange(watch: watch, name: name, mask: mask, time: time))
        } else {
            overflow()
        }
    }

    private mutating func overflow() {
        // Events about watches are kept: the watch set must not go on believing in a watch that has ended.
        pending.changes.removeAll { $0.name != nil }
        places = Dictionary(
            uniqueKeysWithValues: pending.changes.enumerated().map {
                (Key(watch: $0.element.watch, name: nil), $0.offset)
            }
        )
        pending.overflowed = true
    }

    private func name(in bytes: UnsafeRawBufferPointer.SubSequence) -> FilePath.Component? {
        let text = bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
        return text.withUnsafeBufferPointer { $0.baseAddress.flatMap { FilePath.Component(platformString: $0) } }
    }
}

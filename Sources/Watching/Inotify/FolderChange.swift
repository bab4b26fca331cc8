import CLinux
package import SystemPackage

/// What the kernel said of one name in a watched folder since the last look, all its events taken together.
package struct FolderChange: Sendable, Equatable {
    /// The watch of the folder.
    package var watch: Int32
    /// The name in the folder; nil where the folder itself is meant.
    package var name: FilePath.Component?
    /// The bits of all events.
    package var mask: UInt32
    /// Whether a writer closed the file, or it was moved here, and nothing was written since.
    package var isClosed: Bool
    /// When the last event was read.
    package var time: Duration

    /// Whether the name is, or was, a folder.
    package var isFolder: Bool { has(IN_ISDIR.bits) }
    /// Whether bytes were written.
    package var isWritten: Bool { has(IN_MODIFY.bits) }
    /// Whether the watch itself has ended.
    package var isEnd: Bool { has(IN_IGNORED.bits) }
    /// Whether something happened to the name or the content.
    package var isMoreThanAttributes: Bool { mask & ~IN_ATTRIB.bits != 0 }

    /// The change that one event makes.
    init(watch: Int32, name: FilePath.Component?, mask: UInt32, time: Duration) {
        self.watch = watch
        self.name = name
        self.mask = 0
        self.time = time
        isClosed = false
        add(mask, at: time)
    }

    /// Takes in a further event.
    mutating func add(_ bits: UInt32, at time: Duration) {
        mask |= bits
        self.time = time
        if bits & (IN_CLOSE_WRITE.bits | IN_MOVED_TO.bits) != 0 {
            isClosed = true
        } else if bits & (IN_MODIFY.bits | IN_CREATE.bits) != 0 {
            isClosed = false
        }
    }

    /// Whether any of `bits` is set.
    package func has(_ bits: UInt32) -> Bool {
        mask & bits != 0
    }
}

extension Int32 {
    /// The bits of an inotify constant.
    var bits: UInt32 { UInt32(bitPattern: self) }
}

extension Int {
    /// The bits of an inotify constant.
    var bits: UInt32 { UInt32(truncatingIfNeeded: self) }
}

extension UInt32 {
    /// The bits of an inotify constant.
    var bits: UInt32 { self }
}

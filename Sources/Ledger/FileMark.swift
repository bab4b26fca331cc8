package import Files
import GRDB

/// What a file looked like at some time; one that looks so again was not touched in between.
///
/// The device is no part of it: its number may be another after a restart.
package struct FileMark: Sendable, Hashable {
    /// Size and modification time.
    package let identity: FileIdentity
    package let inode: UInt64
    /// Status change time, nanoseconds since 1970.
    package let changeTime: Int64

    /// The mark of a file in the given state.
    package init(of state: FileState) {
        self.init(identity: state.identity, inode: state.inode, changeTime: state.changeTime)
    }

    init(identity: FileIdentity, inode: UInt64, changeTime: Int64) {
        self.identity = identity
        self.inode = inode
        self.changeTime = changeTime
    }

    /// Whether a file in this state looks so.
    package func fits(_ state: FileState) -> Bool { self == FileMark(of: state) }
}

/// A mark as five columns of a row.
extension FileMark {
    /// The mark in the columns from `first` on; nil where there is none.
    init?(_ row: Row, from first: Int) {
        guard let size: Int64 = row[first], let seconds: Int64 = row[first + 1], let nanoseconds: Int = row[first + 2],
            let inode: Int64 = row[first + 3], let change: Int64 = row[first + 4]
        else { return nil }
        self.init(
            identity: FileIdentity(size: size, modificationSeconds: seconds, modificationNanoseconds: nanoseconds),
            inode: UInt64(bitPattern: inode),
            changeTime: change
        )
    }

    /// The values of the columns, in order; SQLite's integers are signed.
    var values: [(any DatabaseValueConvertible)?] {
        [
            identity.size, identity.modificationSeconds, identity.modificationNanoseconds, Int64(bitPattern: inode),
            changeTime,
        ]
    }
}

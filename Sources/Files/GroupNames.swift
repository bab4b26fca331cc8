import Glibc
import Synchronization

/// The numbers of groups, asked of the user database once each: it may lie on another machine.
package enum GroupNames {
    private static let known = Mutex<[String: UInt32]>([:])

    /// The number of the group called `name`; nil while there is none.
    package static func number(of name: String) -> UInt32? {
        if let number = known.withLock({ $0[name] }) { return number }
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        var storage = [CChar](repeating: 0, count: 65_536)
        guard getgrnam_r(name, &entry, &storage, storage.count, &found) == 0, let found else { return nil }
        known.withLock { $0[name] = found.pointee.gr_gid }
        return found.pointee.gr_gid
    }
}

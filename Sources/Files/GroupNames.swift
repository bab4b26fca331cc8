import Glibc
import Synchronization

/// Names and numbers of groups, as the user database has them.
package enum GroupNames {
    private static let known = Mutex<[String: UInt32]>([:])

    /// The number of the group called `name`; nil while there is none. Asked for once each: the database may lie on
    /// another machine.
    package static func number(of name: String) -> UInt32? {
        if let number = known.withLock({ $0[name] }) { return number }
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        var storage = [CChar](repeating: 0, count: 65_536)
        guard getgrnam_r(name, &entry, &storage, storage.count, &found) == 0, let found else { return nil }
        known.withLock { $0[name] = found.pointee.gr_gid }
        return found.pointee.gr_gid
    }

    /// The name of the group of that number; nil where there is none.
    package static func name(of number: UInt32) -> String? {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        var storage = [CChar](repeating: 0, count: 65_536)
        guard getgrgid_r(number, &entry, &storage, storage.count, &found) == 0 else { return nil }
        return found?.pointee.gr_name.map { String(cString: $0) }
    }
}

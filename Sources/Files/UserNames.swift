import Glibc

/// The users and groups of this process and of the user database, by their names.
package enum UserNames {
    /// The user of this process, by name where it has one.
    package static var current: String { name(of: geteuid()) }

    /// The name of the user of that number; the number where there is none.
    package static func name(of number: UInt32) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var storage = [CChar](repeating: 0, count: 65_536)
        guard getpwuid_r(number, &entry, &storage, storage.count, &found) == 0, let name = found?.pointee.pw_name else {
            return "\(number)"
        }
        return String(cString: name)
    }

    /// The number of the user called `name`, and of its first group; nil where there is none.
    package static func numbers(of name: String) -> (user: UInt32, group: UInt32)? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var storage = [CChar](repeating: 0, count: 65_536)
        guard getpwnam_r(name, &entry, &storage, storage.count, &found) == 0, let found else { return nil }
        return (found.pointee.pw_uid, found.pointee.pw_gid)
    }

    /// The numbers of all groups of a user, its first one included.
    package static func groups(of name: String, first: UInt32) -> [UInt32] {
        var count: Int32 = 64
        while true {
            var groups = [gid_t](repeating: 0, count: Int(count))
            let room = count
            if getgrouplist(name, first, &groups, &count) >= 0 { return Array(groups.prefix(Int(count))) }
            guard count > room else { return [first] }
        }
    }
}

extension GroupNames {
    /// The name of the group of that number; the number where it has none.
    package static func text(of number: UInt32) -> String { name(of: number) ?? "\(number)" }
}

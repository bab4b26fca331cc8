import Glibc

/// The groups of this process.
package enum ProcessGroups {
    /// Whether files may be given to a group: it is one of ours, or we are root.
    package static func contains(_ group: UInt32) -> Bool {
        geteuid() == 0 || all.contains(group)
    }

    /// All of them.
    package static var all: Set<UInt32> {
        let count = getgroups(0, nil)
        guard count > 0 else { return [getegid()] }
        var groups = [gid_t](repeating: 0, count: Int(count))
        let filled = getgroups(count, &groups)
        return Set(groups.prefix(Int(max(filled, 0)))).union([getegid()])
    }
}

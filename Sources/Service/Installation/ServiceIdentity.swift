import Files
import Glibc
package import SystemPackage

/// The ids that the service has, which this process can take over when it is root's.
package struct ServiceIdentity: Sendable, Equatable {
    /// The name of the user.
    package let name: String
    /// The user's number.
    package let user: UInt32
    /// The number of its first group.
    package let group: UInt32
    /// The numbers of all its groups.
    package let groups: [UInt32]

    /// The ids of the user called `name`, and further groups; nil where there is no such user.
    package init?(name: String, more: [String] = []) {
        guard let numbers = UserNames.numbers(of: name) else { return nil }
        self.name = name
        (user, group) = numbers
        let further = more.compactMap { GroupNames.number(of: $0) }
        let all = UserNames.groups(of: name, first: numbers.group)
        groups = all + further.filter { !all.contains($0) }
    }

    /// Makes this process one of the service, for good: its ids, its folders, its umask.
    ///
    /// - Throws: what the kernel says where it refuses.
    package func take(_ service: InstalledService) throws(Errno) {
        // glibc changes the ids of all threads.
        guard setgroups(groups.count, groups) == 0, setgid(group) == 0, setuid(user) == 0
        else { throw Errno(rawValue: errno) }
        umask(0o027)
        for (variable, folder) in [
            ("STATE_DIRECTORY", service.state), ("CACHE_DIRECTORY", service.cache),
            ("RUNTIME_DIRECTORY", service.runtime),
        ] {
            setenv(variable, folder.string, 1)
        }
        unsetenv("HOME")
        for variable in ["XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] { unsetenv(variable) }
    }
}

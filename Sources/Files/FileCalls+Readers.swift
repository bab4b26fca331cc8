import Glibc
package import SystemPackage

extension FileCalls {
    /// Lets its readers read a file of ours, as far as that is in our hands: the group can only become one that we belong
    /// to, and some file systems know no permissions. The umask keeps its say on the right to write, unless a mode was
    /// chosen.
    ///
    /// - Parameter folder: where the file lies; a setgid bit there has chosen the group already.
    package func share(_ file: Descriptor, with readers: Readers, in folder: Descriptor) {
        guard let access = try? access(of: file), let parent = try? self.access(of: folder) else { return }
        if let group = readers.group { give(file, access, to: group, below: parent, readers) }
        allow(readers.ofFile, to: file, access, readers)
    }

    /// Lets them into a new folder of ours, as the folder of the image does.
    package func share(folder: Descriptor, with readers: Readers, in parent: Descriptor) {
        guard let access = try? access(of: folder), let parent = try? self.access(of: parent) else { return }
        // To change the mode would take the setgid bit away, and with it the group of all that is made in here.
        if access.permissions.contains(.setGroupID), !ProcessGroups.contains(access.group) { return }
        give(folder, access, to: readers.groupOfFolder, below: parent, readers)
        allow(readers.ofFolder, to: folder, access, readers)
    }

    /// Sets the permissions of an open file or folder.
    package func permit(_ permissions: FilePermissions, to file: Descriptor) throws(Errno) {
        try plain(.access) { fchmod(file.number, permissions.rawValue) }
    }

    private func give(
        _ file: Descriptor,
        _ access: Readers.Access,
        to group: UInt32,
        below parent: Readers.Access,
        _ readers: Readers
    ) {
        guard access.group != group, readers.isGroupChosen || !parent.permissions.contains(.setGroupID) else { return }
        try? plain(.access) { fchown(file.number, uid_t.max, group) }
    }

    private func allow(
        _ permissions: FilePermissions,
        to file: Descriptor,
        _ access: Readers.Access,
        _ readers: Readers
    ) {
        let wanted = access.permissions.subtracting(readers.decided).union(permissions)
        guard wanted != access.permissions else { return }
        try? plain(.access) { fchmod(file.number, wanted.rawValue) }
    }
}

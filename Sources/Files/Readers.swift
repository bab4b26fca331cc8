package import SystemPackage

/// Who may read the results of an image: those who may read the image, and reach it in its folder.
///
/// Only one group can be named. The folder's comes first, since that is what microscope and service share.
package struct Readers: Sendable, Hashable {
    /// Group and permissions of a file or folder.
    package struct Access: Sendable, Hashable {
        package var group: UInt32
        package var permissions: FilePermissions

        /// The given group and permissions.
        package init(group: UInt32, permissions: FilePermissions) {
            self.group = group
            self.permissions = permissions
        }
    }

    /// The group whose members may read.
    package private(set) var group: UInt32?
    /// Whether somebody has chosen the group, whatever the folder would give.
    private(set) var isGroupChosen = false
    /// What group and others may do with files, where somebody has chosen it; nil where the image decides.
    private var mode: FilePermissions?
    /// Whether everybody may.
    package let includesOthers: Bool
    /// The image's folder, after which new folders for results are made.
    package let folder: Access

    /// The readers of an image with the given access in a folder with the given one.
    package init(image: Access, folder: Access) {
        let othersEnter = folder.permissions.contains(.otherExecute)
        let othersRead = image.permissions.contains(.otherRead)
        let groupReads = image.permissions.contains(.groupRead)
        if folder.permissions.contains(.groupExecute), image.group == folder.group ? groupReads : othersRead {
            group = folder.group
        } else if image.group != folder.group, othersEnter, groupReads {
            group = image.group
        } else {
            group = nil
        }
        includesOthers = othersEnter && othersRead
        self.folder = folder
    }

    /// The readers of an open image in an open folder; nil when one of them cannot be looked at.
    package init?(image: Descriptor, folder: Descriptor, calls: FileCalls = FileCalls()) {
        guard let image = try? calls.access(of: image), let folder = try? calls.access(of: folder) else { return nil }
        self.init(image: image, folder: folder)
    }

    /// The same, where a group, or what group and others may do, was chosen instead.
    package func overruled(group: UInt32?, mode: FilePermissions?) -> Readers {
        var readers = self
        if let group { (readers.group, readers.isGroupChosen) = (group, true) }
        readers.mode = mode?.intersection([.groupReadWrite, .otherReadWrite])
        return readers
    }

    /// The group of a new folder.
    var groupOfFolder: UInt32 { isGroupChosen ? group ?? folder.group : folder.group }

    /// The permissions that are set or taken away; the others are left to the umask.
    var decided: FilePermissions {
        let reading: FilePermissions = [.groupRead, .groupExecute, .otherRead, .otherExecute]
        return mode == nil ? reading : reading.union([.groupWrite, .otherWrite])
    }

    /// What the group and others get of a file.
    var ofFile: FilePermissions {
        if let mode { return mode }
        var permissions: FilePermissions = []
        if group != nil || includesOthers { permissions.insert(.groupRead) }
        if includesOthers { permissions.insert(.otherRead) }
        return permissions
    }

    /// What the group and others get of a new folder.
    var ofFolder: FilePermissions {
        if var mode {
            if mode.contains(.groupRead) { mode.insert(.groupExecute) }
            if mode.contains(.otherRead) { mode.insert(.otherExecute) }
            return mode
        }
        return folder.permissions.intersection([.groupRead, .groupExecute, .otherRead, .otherExecute])
    }
}

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
    package let group: UInt32?
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

    /// What the group and others get of a file; the right to write is not touched.
    var ofFile: FilePermissions {
        var permissions: FilePermissions = []
        if group != nil || includesOthers { permissions.insert(.groupRead) }
        if includesOthers { permissions.insert(.otherRead) }
        return permissions
    }

    /// What the group and others get of a new folder.
    var ofFolder: FilePermissions {
        folder.permissions.intersection([.groupRead, .groupExecute, .otherRead, .otherExecute])
    }
}

package import Files
import Glibc
import Results
import SystemPackage

extension Settings {
    /// Folders whose results the people who can read the images could not read, with what to do about it.
    ///
    /// Results take the group of the image's folder. That is in the hands of this process only if it belongs to the
    /// group; else a setgid bit where the results go can do it.
    package func readerWarnings() -> [SettingsProblem] {
        folders.enumerated().compactMap { index, folder in
            if let warning = chosenGroupWarning(folder, index) { return warning }
            guard folder.access == ResultAccess(), let images = Self.access(of: folder.path) else { return nil }
            var place = folder.path
            if case .mirror(let root) = folder.output { place = root }
            let isOurs = ProcessGroups.contains(images.group)
            guard Self.hidesResults(of: images, in: Self.access(of: place), isOurs: isOurs) else { return nil }
            let group = GroupNames.text(of: images.group)
            let takeOver = place == folder.path ? "" : "chgrp \(group) \(ShellText.quoted(place)) && "
            return SettingsProblem(
                keyPath: "folder[\(index)].path",
                line: lines.line(of: "folder[\(index)].path"),
                message: "the group \(group) may enter \(folder.path), but could not read the results: "
                    + "user \(UserNames.current) cannot give files to it",
                remedy: "`usermod --append --groups \(group) \(UserNames.current)` and a restart of the service, "
                    + "or `\(takeOver)chmod g+s \(ShellText.quoted(place))`, and the same for its sub-folders"
            )
        }
    }

    /// That results cannot be given to the group of the configuration: only its members can, and root.
    private func chosenGroupWarning(_ folder: FolderSettings, _ index: Int) -> SettingsProblem? {
        guard let name = folder.access.group, let number = GroupNames.number(of: name), geteuid() != 0,
            !ProcessGroups.contains(number)
        else { return nil }
        let user = UserNames.current
        return SettingsProblem(
            keyPath: "folder[\(index)].group",
            line: lines.line(of: "folder[\(index)].group"),
            message: "user \(user) cannot give results to the group \(name): it is no member",
            remedy: "`usermod --append --groups \(name) \(user)` and a restart of the service"
        )
    }

    /// Whether results stay closed to the group of the images' folder. Where everybody may enter, images that we can
    /// read without belonging to the group are open to all, and so are their results.
    package static func hidesResults(
        of images: Readers.Access,
        in place: Readers.Access?,
        isOurs: Bool
    ) -> Bool {
        guard images.permissions.contains(.groupExecute), !images.permissions.contains(.otherExecute), !isOurs else {
            return false
        }
        guard let place else { return true }
        return place.group != images.group || !place.permissions.contains(.setGroupID)
    }

    private static func access(of path: FilePath) -> Readers.Access? {
        guard let folder = try? FileCalls().openFolder(at: path) else { return nil }
        return try? FileCalls().access(of: folder)
    }
}

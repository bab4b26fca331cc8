import Glibc
package import Results
import SystemPackage

extension Settings {
    /// Folders whose results the people who can read the images could not read, with what to do about it.
    ///
    /// Results take the group of the image's folder. That is in the hands of this process only if it belongs to the
    /// group, or if the folder's setgid bit does it.
    package func readerWarnings() -> [SettingsProblem] {
        folders.enumerated().compactMap { index, folder in
            guard let opened = try? FileCalls().openFolder(at: folder.path),
                let access = try? FileCalls().access(of: opened),
                Self.hidesResults(in: access, isOurs: ProcessGroups.contains(access.group))
            else { return nil }
            let group = Self.groupName(access.group)
            return SettingsProblem(
                keyPath: "folder[\(index)].path",
                line: lines.line(of: "folder[\(index)].path"),
                message: "the group \(group) may enter \(folder.path), but could not read the results: "
                    + "this user cannot give files to it",
                remedy: "`chmod g+s \(folder.path)` (and its sub-folders), or "
                    + "`usermod --append --groups \(group) \(Self.userName(geteuid()))` and a restart"
            )
        }
    }

    /// Whether results in a folder stay closed to its group. Where everybody may enter, images that we can read without
    /// belonging to the group are open to all, and so are their results.
    package static func hidesResults(in folder: Readers.Access, isOurs: Bool) -> Bool {
        folder.permissions.contains(.groupExecute)
            && folder.permissions.isDisjoint(with: [.otherExecute, .setGroupID]) && !isOurs
    }

    private static func groupName(_ number: gid_t) -> String {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        var storage = [CChar](repeating: 0, count: 16_384)
        guard getgrgid_r(number, &entry, &storage, storage.count, &found) == 0, let name = found?.pointee.gr_name else {
            return "\(number)"
        }
        return String(cString: name)
    }

    private static func userName(_ number: uid_t) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var storage = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(number, &entry, &storage, storage.count, &found) == 0, let name = found?.pointee.pw_name else {
            return "\(number)"
        }
        return String(cString: name)
    }
}

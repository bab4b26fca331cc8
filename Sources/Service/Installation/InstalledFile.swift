import Files
package import SystemPackage

/// A file of the installation, written whole or not at all.
package enum InstalledFile {
    /// Writes `text` to `place` for all to read, and makes the folder that it lies in.
    package static func write(_ text: String, to place: FilePath) throws(Errno) {
        let folder = place.removingLastComponent()
        let calls = FileCalls()
        _ = try calls.makeFolder(at: folder, permissions: FilePermissions(rawValue: 0o755))
        let opened = try calls.openFolder(at: folder)
        guard let name = place.lastComponent else { throw .isDirectory }
        let file = try TemporaryFile(for: name, in: opened)
        do throws(Errno) {
            try calls.write(Array(text.utf8), to: file.file)
            try calls.permit(FilePermissions(rawValue: 0o644), to: file.file)
            try calls.sync(file.file)
            try calls.rename(file.name, to: name, in: opened, replacing: true)
        } catch {
            try? calls.remove(file.name, in: opened)
            throw error
        }
    }
}

import SystemPackage

/// Reads the text of a configuration file.
enum SettingsText {
    /// More than any configuration needs; keeps a wrong path, such as an image, from filling the memory.
    private static let limit = 1 << 20

    /// The text of `file`.
    static func read(_ file: FilePath) throws(SettingsError) -> String {
        let bytes: [UInt8]
        do {
            let descriptor = try FileDescriptor.open(file, .readOnly)
            bytes = try descriptor.closeAfter { try readAll(descriptor) }
        } catch Errno.noSuchFileOrDirectory where file == Settings.standardFile {
            let remedy = "`segmentd setup` writes it; another one is named by --config"
            throw refuse(file, message: "is not there, and no configuration was named", remedy: remedy)
        } catch {
            let remedy = "check the path and that the user running segmentd may read it"
            throw refuse(file, message: "cannot be read: \(error)", remedy: remedy)
        }
        guard bytes.count <= limit else {
            throw refuse(file, message: "is larger than 1 MiB", remedy: "name a configuration file")
        }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        throw refuse(file, line: line.map { $0 + 1 }, message: "is not UTF-8 text", remedy: "save it as UTF-8")
    }

    private static func readAll(_ descriptor: FileDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let chunk = try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return bytes
    }

    private static func refuse(_ file: FilePath, line: Int? = nil, message: String, remedy: String) -> SettingsError {
        SettingsError(
            file: file,
            problems: [SettingsProblem(keyPath: "", line: line, message: message, remedy: remedy)]
        )
    }
}

/// How an image gets into the folder.
enum WritingWay: String, CaseIterable, Codable, Sendable {
    /// Written under its final name in five parts, with pauses.
    case chunks
    /// Written under another name, then renamed.
    case rename
    /// Written at once into a folder below a folder, both made just before.
    case nested

    /// The path of image `number` (from 1) below the acquisition folder.
    func path(number: Int) -> String {
        let digits = String(number)
        let name = "scope_" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ".tif"
        return self == .nested ? "series_\(digits)/position_1/\(name)" : name
    }

    /// Writes `content` to `path` below `folder` and gives the time when all of it was there, in seconds since 1970.
    func write(_ content: [UInt8], path: String, folder: String, pause: Int) throws -> Double {
        let target = "\(folder)/\(path)"
        switch self {
        case .chunks:
            let length = max(1, (content.count + 4) / 5)
            let parts = stride(from: 0, to: content.count, by: length).map { start in
                content[start..<min(start + length, content.count)]
            }
            try Files.create(target, parts: parts, pause: pause)
        case .rename:
            try Files.create(target + ".part", parts: [content[...]])
            try Files.move(target + ".part", to: target)
        case .nested:
            try Files.makeFolder(String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)]))
            try Files.create(target, parts: [content[...]])
        }
        return Files.now()
    }
}

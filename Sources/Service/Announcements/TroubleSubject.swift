import Settings
import SystemPackage

/// What a trouble is about, by name: `ServiceStatus` may know a folder by its number alone.
struct TroubleSubject: Sendable, Equatable {
    /// For people, and to tell one trouble from another: `folder /data/scope1`.
    let text: String
    /// The watched folder that it concerns; nil where it concerns none, or all.
    let folder: FilePath?

    /// The given subject.
    init(text: String, folder: FilePath?) {
        (self.text, self.folder) = (text, folder)
    }

    /// The subject that `ServiceStatus` calls `name`, of a daemon that watches `folders`.
    init(_ name: String, folders: FoldersInForce) {
        let words = name.split(separator: " ")
        if words.count == 2, let number = Int(words[1]), let path = folders[number]?.path {
            folder = path
            text = "\(words[0]) \(path)"
        } else {
            let path = name.firstIndex(of: "/").map { FilePath(String(name[$0...])) }
            folder = path.flatMap { path in folders.settings.map(\.path).first { path.starts(with: $0) } }
            text = name
        }
    }
}

import Files
import SystemPackage

/// Ways to files as images in several files name them: in their own folder, or below it.
enum SetWay {
    /// The way that a name means; nil for one that leaves the folder, or means no file.
    static func way(_ name: String) -> FilePath? {
        guard !name.isEmpty, name.utf8.count <= 4_096, !name.utf8.contains(0) else { return nil }
        let way = FilePath(name)
        guard way.isRelative, way.components.allSatisfy({ $0.kind == .regular }), way.lastComponent != nil else {
            return nil
        }
        return way
    }
}

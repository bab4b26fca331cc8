import Files
import SystemPackage

/// The marker that a writer lays beside an image that is complete: for `x.tif` and the ending `.done`, `x.tif.done` or
/// `x.done`.
package struct DoneFile: Sendable, Hashable {
    /// What the name of a marker ends with.
    package let ending: String

    /// Markers that end with `ending`.
    package init(ending: String) {
        self.ending = ending
    }

    /// The markers that may stand for the image at `path`.
    func markers(of path: FilePath) -> [FilePath] {
        guard let name = path.lastComponent else { return [] }
        let folder = path.removingLastComponent()
        let stem = name.bytes.lastIndex(of: UInt8(ascii: ".")).map { Array(name.bytes[..<$0]) } ?? name.bytes
        return [name.bytes, stem].compactMap { start in
            FilePath.Component(bytes: start + Array(ending.utf8)).map(folder.appending)
        }
    }

    /// The images for which a file called `name` in `folder` may be the marker; none where it is no marker.
    func images(of name: FilePath.Component, in folder: FilePath, filter: NameFilter) -> [FilePath] {
        let (bytes, ending) = (name.bytes, Array(ending.utf8))
        guard bytes.count > ending.count, bytes.suffix(ending.count).elementsEqual(ending) else { return [] }
        let start = Array(bytes.dropLast(ending.count))
        let names = [start] + filter.usualEndings.map { start + Array($0.utf8) }
        return names.compactMap { FilePath.Component(bytes: $0) }.filter(filter.acceptsFile).map(folder.appending)
    }
}

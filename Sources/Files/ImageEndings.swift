package import SystemPackage

/// What the names of images end with, in any case.
package struct ImageEndings: Sendable, Hashable {
    /// Those under which TIFFs are written.
    package static let standard = ImageEndings([".tif", ".tiff", ".btf", ".tf2", ".tf8", ".stk", ".lsm"])
    /// What stands before an ending as a part of it: `x.ome.tif`.
    private static let inner = ".ome"

    /// Each with its dot, in lower case, in the order in which they were named.
    package let endings: [String]

    /// The endings `endings`, each with its dot.
    package init(_ endings: [String]) {
        self.endings = endings.map { $0.lowercased() }
    }

    /// Those of both.
    package func union(_ other: ImageEndings) -> ImageEndings {
        ImageEndings(endings + other.endings.filter { !endings.contains($0) })
    }

    /// Whether a file of this name may be an image.
    package func fit(_ name: FilePath.Component) -> Bool { length(in: name.bytes) > 0 }

    /// How many bytes at the end of `name` are its ending, `.ome` before it included; 0 where it has none.
    package func wholeLength(in name: [UInt8]) -> Int {
        let last = length(in: name)
        guard last > 0 else { return 0 }
        return last + (Self.ends(name.dropLast(last), with: Self.inner) ? Self.inner.utf8.count : 0)
    }

    /// The endings in words, for messages.
    package var inWords: String {
        guard endings.count > 1, let last = endings.last else { return endings.joined() }
        return "\(endings.dropLast().joined(separator: ", ")) or \(last)"
    }

    private func length(in name: [UInt8]) -> Int {
        endings.reduce(0) { max($0, Self.ends(name[...], with: $1) ? $1.utf8.count : 0) }
    }

    /// Compares ASCII letters without case; something must be left in front.
    private static func ends(_ name: ArraySlice<UInt8>, with ending: String) -> Bool {
        name.count > ending.utf8.count
            && name.suffix(ending.utf8.count).elementsEqual(ending.utf8) { byte, expected in
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 == expected : byte == expected
            }
    }
}

import Files
package import SystemPackage

/// The name of an image without its extension, and who may use it for results when several images share it.
///
/// `x.tif`, `x.tiff`, `x.TIF` and `x.ome.tif` have the stem `x`. The common spellings have a rank; the first of those
/// that are (or were) there owns the plain stem, whatever the order they came in; results of the others carry the whole
/// name. A spelling outside the list always does.
package struct ImageStem: Sendable, Hashable {
    /// The spellings that can own the stem, best first.
    private static let ranked = [
        ".tif", ".tiff", ".TIF", ".TIFF", ".Tif", ".Tiff",
        ".ome.tif", ".ome.tiff", ".ome.TIF", ".ome.TIFF", ".OME.TIF", ".OME.TIFF",
        // In the order in which they came: an ending more must not take names away from results that are there.
        ".btf", ".tf2", ".tf8", ".stk", ".lsm", ".BTF", ".TF2", ".TF8", ".STK", ".LSM",
        ".ome.btf", ".ome.tf2", ".ome.tf8", ".OME.BTF", ".OME.TF2", ".OME.TF8",
    ]

    /// The bytes before the extension.
    package let stem: [UInt8]
    /// The extension with its dots, as in the file name; empty for a name without one of those of TIFFs.
    package let ending: [UInt8]

    /// Splits the name of an image.
    package init(_ name: FilePath.Component) {
        let bytes = name.bytes
        let length = ImageEndings.standard.wholeLength(in: bytes)
        (stem, ending) = (Array(bytes.dropLast(length)), Array(bytes.suffix(length)))
    }

    /// 0 is best; nil for a spelling that never owns the stem.
    private var rank: Int? { Self.ranked.firstIndex { Array($0.utf8) == ending } }

    /// Whether results may carry the stem alone when no better image is there.
    package var canOwnStem: Bool { rank != nil }

    /// The usual names of images with that stem, best first.
    package static func names(of stem: [UInt8]) -> [FilePath.Component] {
        ranked.compactMap { FilePath.Component(bytes: stem + Array($0.utf8)) }
    }

    /// The names that own the stem rather than this one, where they exist.
    package var betterNames: [FilePath.Component] {
        guard let rank else { return [] }
        // No file can have a longer name, and asking for one is an error.
        return Self.ranked[..<rank].filter { stem.count + $0.utf8.count <= FilePath.Component.maximumLength }
            .compactMap { FilePath.Component(bytes: stem + Array($0.utf8)) }
    }

    /// Whether this image owns the stem rather than `other`.
    package func outranks(_ other: ImageStem) -> Bool {
        guard stem == other.stem, let rank else { return false }
        return other.rank.map { rank < $0 } ?? true
    }
}

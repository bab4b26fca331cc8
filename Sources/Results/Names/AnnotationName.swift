package import Files
package import SystemPackage

/// To which image an annotation belongs, by their names: the one of the same name, or of the same stem, or of the stem
/// without the word that programs put behind it.
///
/// `x.tif`, `x_labels.tif`, `x-labels.tif` and `x_annotation.tif` belong to `x.tif`, `x.ome.tif` and so on; `x_labels.tif`
/// belongs to an image of that very name rather.
package enum AnnotationName {
    /// What programs and people put behind the stem, in the order in which it is tried.
    package static let words = ["_labels", "-labels", "_annotation", "-annotation", "_annotations", "-annotations"]

    /// The stems of images to which an annotation may belong, the likeliest first.
    package static func stems(of annotation: FilePath.Component) -> [[UInt8]] {
        let stem = ImageStem(annotation).stem
        let lowered = stem.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
        let shorter = words.compactMap { word -> [UInt8]? in
            guard lowered.count > word.utf8.count, lowered.suffix(word.utf8.count).elementsEqual(word.utf8) else {
                return nil
            }
            return Array(stem.dropLast(word.utf8.count))
        }
        return [stem] + shorter
    }

    /// The names of images to which an annotation may belong, the likeliest first, by the usual spellings of TIFFs and by
    /// further endings.
    package static func images(
        of annotation: FilePath.Component,
        endings: ImageEndings = .standard
    ) -> [FilePath.Component] {
        var names = [annotation]
        for stem in stems(of: annotation) {
            let own = endings.endings.filter { !ImageEndings.standard.endings.contains($0) }
            names += ImageStem.names(of: stem) + own.compactMap { FilePath.Component(bytes: stem + Array($0.utf8)) }
        }
        var seen: Set<FilePath.Component> = []
        return names.filter { $0.bytes.count <= FilePath.Component.maximumLength && seen.insert($0).inserted }
    }

    /// The one of `images` to which an annotation belongs, and how likely another annotation of the same image is meant
    /// rather: 0 is the likeliest. Nil where there is none.
    package static func match(
        _ annotation: FilePath.Component,
        among images: (FilePath.Component) -> Bool,
        endings: ImageEndings = .standard
    ) -> (image: FilePath.Component, rank: Int)? {
        for (rank, name) in Self.images(of: annotation, endings: endings).enumerated() where images(name) {
            return (name, rank)
        }
        return nil
    }
}

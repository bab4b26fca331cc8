import Files
import Results
import Settings
import SystemPackage
import WorkerProtocol

/// The files of one image by their names, in the order T, P, Z, C, and where each belongs.
struct PlacedNames {
    /// In their order; the first is the one after which results are called.
    let names: [FilePath.Component]
    /// Where the planes of each belong, from 0, by the letter of the axis.
    let places: [[String: Int]]
    /// What the places of each are called, where that is more than a number.
    let placeNames: [[String: String]?]
    /// How many different places there are along each axis.
    let extents: [TogetherPattern.Axis: Int]
    /// Two files that claim one place.
    let clash: (FilePath.Component, FilePath.Component)?

    /// Orders files by what their names say.
    init(_ parts: [(name: FilePath.Component, part: TogetherPattern.Part)]) {
        var (ranks, extents): ([TogetherPattern.Axis: [[UInt8]: Int]], [TogetherPattern.Axis: Int]) = ([:], [:])
        for axis in TogetherPattern.Axis.allCases {
            let texts = Set(parts.compactMap { $0.part.places[axis] }).sorted(by: TogetherPattern.isBefore)
            guard !texts.isEmpty else { continue }
            extents[axis] = texts.count
            ranks[axis] = Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($1, $0) })
        }
        func place(_ part: TogetherPattern.Part) -> [Int] {
            TogetherPattern.Axis.allCases.map { axis in part.places[axis].flatMap { ranks[axis]?[$0] } ?? 0 }
        }
        let placed = parts.map { (name: $0.name, place: place($0.part), part: $0.part) }.sorted { one, other in
            one.place == other.place
                ? one.name.bytes.lexicographicallyPrecedes(other.name.bytes)
                : one.place.lexicographicallyPrecedes(other.place)
        }
        names = placed.map(\.name)
        places = placed.map { file in
            let axes = zip(TogetherPattern.Axis.allCases, file.place).filter { file.part.places[$0.0] != nil }
            return Dictionary(uniqueKeysWithValues: axes.map { ($0.rawValue, $1) })
        }
        placeNames = placed.map { file in
            let named = file.part.places.filter { TogetherPattern.number($0.value) == nil && !$0.value.isEmpty }
            let texts = named.map { ($0.key.rawValue, String(decoding: $0.value, as: UTF8.self)) }
            return texts.isEmpty ? nil : Dictionary(uniqueKeysWithValues: texts)
        }
        self.extents = extents
        clash = zip(placed, placed.dropFirst()).first { $0.place == $1.place }.map { ($0.name, $1.name) }
    }

    /// Why the files cannot be one image; nil where they can.
    var problem: Failure? {
        if let (one, other) = clash {
            return Failure(
                kind: Failure.ambiguousSetKind,
                message: "\(one.readable) and \(other.readable) have one place in the image",
                remedy: "make the pattern `together` tell them apart, or move one of them elsewhere"
            )
        }
        guard names.count > ImageSet.mostFiles else { return nil }
        return Failure(
            kind: Failure.tooManyFilesKind,
            message: "the image has \(names.count) files; at most \(ImageSet.mostFiles) are put together",
            remedy: "make the pattern `together` say more of what belongs together"
        )
    }
}

extension Failure {
    /// Two files of an image have one place.
    static let ambiguousSetKind = "ambiguous_set"
    /// An image has more files than are put together.
    static let tooManyFilesKind = "too_many_files"
}

extension Summary.Cause {
    /// Whether names put files together that cannot be one image: other names can, whatever the image's own file holds.
    var concernsNames: Bool { kind == Failure.ambiguousSetKind || kind == Failure.tooManyFilesKind }
}

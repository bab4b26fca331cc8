/// A later part of a stack that Micro-Manager went on with in another file, when the one before had 4 GB.
///
/// Parts are called like the first file with `_1`, `_2` and so on before the ending.
struct StackPart {
    /// The names of all parts up to this one.
    let names: [String]

    /// The part that `file` is; nil for a first or only one, and for one that has a description of the image.
    init?(_ file: OpenTIFF, texts: [String]) {
        // Micro-Manager's header has the place of its index of planes behind a number of its own.
        guard !texts.contains(where: OMEDescription.isPresent),
            let start = file.file.read(at: 8, count: 4),
            start.integer(at: 0, bytes: 4, bigEndian: file.header.isBigEndian) == Self.mark,
            let names = Self.names(upTo: file.name)
        else { return nil }
        self.names = names
    }

    private static let mark: UInt64 = 54_773_648

    /// `a_MMStack_Pos0.ome.tif`, `a_MMStack_Pos0_1.ome.tif` for the second of these; nil for the first.
    private static func names(upTo name: String) -> [String]? {
        let ending = ".ome.tif"
        guard name.contains("_MMStack"), name.hasSuffix(ending) else { return nil }
        let stem = name.dropLast(ending.count)
        guard let mark = stem.lastIndex(of: "_") else { return nil }
        let digits = stem[stem.index(after: mark)...]
        // Positions may end in numbers too, which begin with zeros: 1-Pos000_001.
        guard let number = Int(digits), number > 0, number < MemberName.most, String(number) == digits else {
            return nil
        }
        let first = String(stem[..<mark])
        return [first + ending] + (1...number).map { "\(first)_\($0)\(ending)" }
    }
}

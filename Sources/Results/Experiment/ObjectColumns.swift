import Imaging

/// The columns of the table of all objects: image and recipe, then those of the images' own tables, each once.
struct ObjectColumns: Equatable {
    /// What the columns of every such table begin with, by which ours are known.
    static let mark = Array(("image,recipe," + TableMark.columns.dropLast()).utf8)
    /// The columns that stand in front, and are not taken from the images' own tables.
    static let own = ["image", "recipe"]
    /// With more columns, or longer names, a table is none of ours.
    static let most = 4096
    /// Bytes of a header at most.
    static let longestHeader = 1 << 18

    /// The names, in order.
    private(set) var names: [String]

    /// The columns that all tables have.
    init() { names = Self.own + TableMark.columns.split(separator: ",").map(String.init) }

    /// The columns of a table that is there; nil where it cannot be one of ours.
    init?(header: ArraySlice<UInt8>) {
        guard let names = RowFields.texts(header), Array(names.prefix(Self.own.count)) == Self.own,
            Self.areUsable(names)
        else { return nil }
        self.names = names
    }

    /// Adds those of an image's table that are missing, behind the others.
    mutating func add(_ source: [String]) {
        let known = Set(names)
        names += source.filter { !known.contains($0) }
    }

    /// The same with those, behind the others.
    func adding(_ names: [String]) -> ObjectColumns {
        var columns = self
        columns.add(names)
        return columns
    }

    /// Takes away those.
    mutating func remove(_ gone: [String]) { names.removeAll(where: gone.contains) }

    /// The first row, with its line end.
    var header: [UInt8] {
        Array(names.map(TableText.field).joined(separator: [UInt8(ascii: ",")])) + [UInt8(ascii: "\n")]
    }

    /// The columns of an image's own table, by its first row; nil where it is none.
    static func ofImage(header: ArraySlice<UInt8>) -> [String]? {
        guard header.starts(with: TableMark.columns.utf8), let names = RowFields.texts(header), areUsable(names) else {
            return nil
        }
        return names
    }

    private static func areUsable(_ names: [String]) -> Bool {
        names.count <= most && Set(names).count == names.count
            && names.allSatisfy { name in !name.isEmpty && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
    }
}

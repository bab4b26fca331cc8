import Glibc

/// An open dataset whose size and kind are known.
final class HDF5Dataset {
    /// Classes of types that are read; raw values are the library's.
    enum Kind: Int32 {
        case integer = 0
        case float = 1
        case string = 3
        case enumeration = 8
    }

    private let library: HDF5Library
    private let identifier: HDF5Library.Identifier
    private let type: HDF5Library.Identifier
    private let space: HDF5Library.Identifier
    private let place: String
    private let budget: HDF5Budget
    /// Nil for any other.
    let kind: Kind?
    let extents: [Int]
    private let typeSize: Int
    /// The product of the extents; 1 for a single value, 0 for nothing at all.
    private let count: Int

    init(_ name: String, in group: HDF5Group) throws(HDF5Problem) {
        guard group.kind(of: name) == .dataset else { throw .missing(group.place(name)) }
        let library = group.library
        let place = group.place(name)
        let identifier = library.openDataset(group.identifier, name, 0)
        guard identifier >= 0 else { throw .damaged("\(place) cannot be opened") }
        var (type, space) = (HDF5Library.Identifier(-1), HDF5Library.Identifier(-1))
        do throws(HDF5Problem) {
            // First: for the size of what is put together from datasets of other files the library opens those.
            try Self.checkLayout(identifier, place, library)
            type = library.typeOfDataset(identifier)
            space = library.spaceOfDataset(identifier)
            guard type >= 0, space >= 0 else { throw .damaged("\(place) has no type or no size") }
            (extents, count) = try Self.extents(space, place, library)
        } catch {
            if type >= 0 { _ = library.closeType(type) }
            if space >= 0 { _ = library.closeSpace(space) }
            _ = library.closeDataset(identifier)
            throw error
        }
        kind = Kind(rawValue: library.kindOfType(type))
        typeSize = library.sizeOfType(type)
        (self.library, self.identifier, self.type, self.space) = (library, identifier, type, space)
        (self.place, budget) = (place, group.budget)
    }

    deinit {
        _ = library.closeType(type)
        _ = library.closeSpace(space)
        _ = library.closeDataset(identifier)
    }

    /// - Throws: where the values lie in another file, in chunks too large, or packed: the library unpacks without bound.
    private static func checkLayout(
        _ dataset: HDF5Library.Identifier,
        _ place: String,
        _ library: HDF5Library
    ) throws(HDF5Problem) {
        let list = library.listOfDataset(dataset)
        guard list >= 0 else { throw .damaged("\(place) has no layout") }
        defer { _ = library.closeList(list) }
        switch library.layoutOfList(list) {
        // Compact; contiguous.
        case 0: break
        case 1:
            guard library.externalCount(list) == 0 else { throw .refused("\(place) lies in another file") }
        case 2:
            var chunk = [UInt64](repeating: 1, count: HDF5Limits.rank)
            let rank = library.chunkOfList(list, Int32(HDF5Limits.rank), &chunk)
            let size = chunk.reduce(UInt64(1)) { Self.product($0, max($1, 1)) }
            guard (1...Int32(HDF5Limits.rank)).contains(rank), size <= HDF5Limits.chunk else {
                throw .refused("\(place) is stored in blocks that are too large")
            }
            guard library.filterCount(list) == 0 else { throw .refused("\(place) is compressed") }
        default: throw .refused("\(place) is put together from other datasets")
        }
    }

    private static func extents(
        _ space: HDF5Library.Identifier,
        _ place: String,
        _ library: HDF5Library
    ) throws(HDF5Problem) -> ([Int], Int) {
        switch library.kindOfSpace(space) {
        // A single value.
        case 0: return ([], 1)
        case 1: break
        // Nothing.
        case 2: return ([], 0)
        default: throw .damaged("\(place) has no size")
        }
        let rank = library.rank(space)
        guard (0...Int32(HDF5Limits.rank)).contains(rank) else { throw .refused("\(place) has too many axes") }
        var extents = [UInt64](repeating: 0, count: HDF5Limits.rank)
        guard library.extents(space, &extents, nil) == rank else { throw .damaged("\(place) has no size") }
        let count = extents.prefix(Int(rank)).reduce(UInt64(1)) { Self.product($0, $1) }
        guard count <= UInt64(Int32.max) * 1024, extents.allSatisfy({ $0 <= UInt64(Int64.max) }) else {
            throw .refused("\(place) is too large")
        }
        return (extents.prefix(Int(rank)).map(Int.init), Int(count))
    }

    /// The product, or the largest number.
    private static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (product, isTooLarge) = a.multipliedReportingOverflow(by: b)
        return isTooLarge ? .max : product
    }

    /// What to say where it should hold something else.
    func other(than wanted: String) -> HDF5Problem { .refused("\(place) holds no \(wanted)") }

    /// All values, converted by the library to `memory`, whose size is that of `Value`.
    func read<Value>(
        as memory: HDF5Library.Identifier,
        most: Int,
        empty: Value
    ) throws(HDF5Problem) -> [Value] {
        guard count <= min(most, HDF5Limits.values) else {
            throw .refused("\(place) has \(count) values, and \(min(most, HDF5Limits.values)) are accepted")
        }
        try budget.take(count)
        guard (1...16).contains(typeSize) else { throw .refused("\(place) has values of \(typeSize) bytes") }
        guard count > 0 else { return [] }
        var values = [Value](repeating: empty, count: count)
        let status = values.withUnsafeMutableBytes { values in
            values.baseAddress.map { library.read(identifier, memory, 0, 0, 0, $0) } ?? -1
        }
        guard status >= 0 else { throw .damaged("\(place) cannot be read") }
        return values
    }

    /// All texts.
    func strings(most: Int) throws(HDF5Problem) -> [String] {
        guard count <= most else { throw .refused("\(place) has \(count) texts, and \(most) are accepted") }
        try budget.take(count)
        guard count > 0 else { return [] }
        return try library.isVariableString(type) > 0 ? variableStrings() : fixedStrings()
    }

    private func fixedStrings() throws(HDF5Problem) -> [String] {
        guard typeSize > 0, typeSize <= HDF5Limits.text, count <= HDF5Limits.text / typeSize else {
            throw .refused("\(place) has texts that are too long")
        }
        var bytes = [UInt8](repeating: 0, count: count * typeSize)
        let status = bytes.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { library.read(identifier, type, 0, 0, 0, $0) } ?? -1
        }
        guard status >= 0 else { throw .damaged("\(place) cannot be read") }
        return (0..<count).map { index in
            String(decoding: bytes[(index * typeSize)..<((index + 1) * typeSize)].prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    private func variableStrings() throws(HDF5Problem) -> [String] {
        let transfer = library.createList(library.transfer)
        guard transfer >= 0 else { throw .damaged("the library gives no transfer list") }
        defer { _ = library.closeList(transfer) }
        // What the file says of their lengths is not asked first: the library's function for it goes wrong on single values.
        var left = HDF5Limits.text
        return try withUnsafeMutableBytes(of: &left) { left throws(HDF5Problem) in
            guard let left = left.baseAddress,
                library.setTextMemory(transfer, Self.take, left, { memory, _ in Glibc.free(memory) }, nil) >= 0
            else { throw .damaged("the library takes no bound of memory") }
            return try variableStrings(transfer)
        }
    }

    /// Takes memory out of what is left of the bound.
    private static let take: @convention(c) (Int, UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
        size,
        left in
        guard let left = left?.assumingMemoryBound(to: Int.self), size >= 0, size <= left.pointee else { return nil }
        left.pointee -= size
        return malloc(max(size, 1))
    }

    private func variableStrings(_ transfer: HDF5Library.Identifier) throws(HDF5Problem) -> [String] {
        guard count <= HDF5Limits.members else { throw .refused("\(place) has too many texts") }
        var pointers = [UnsafePointer<CChar>?](repeating: nil, count: count)
        let status = pointers.withUnsafeMutableBytes { pointers in
            pointers.baseAddress.map { library.read(identifier, type, 0, 0, transfer, $0) } ?? -1
        }
        defer {
            pointers.withUnsafeMutableBytes { pointers in
                if let base = pointers.baseAddress { _ = library.reclaim(type, space, transfer, base) }
            }
        }
        guard status >= 0 else { throw .damaged("\(place) cannot be read, or has texts that are too long") }
        return pointers.map { pointer in pointer.map { String(cString: $0) } ?? "" }
    }
}

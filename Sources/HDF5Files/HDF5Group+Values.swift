extension HDF5Group {
    /// The extents of a dataset, outermost first; empty for a single value.
    package func shape(of name: String) throws(HDF5Problem) -> [Int] {
        try HDF5Dataset(name, in: self).extents
    }

    /// Numbers, rounded as a conversion to float64 does; integers too.
    ///
    /// - Parameter most: how many are accepted.
    /// - Throws: where there is no such dataset, or it is another kind or too large.
    package func doubles(_ name: String, most: Int = HDF5Limits.values) throws(HDF5Problem) -> [Double] {
        let dataset = try HDF5Dataset(name, in: self)
        guard [.integer, .float, .enumeration].contains(dataset.kind) else { throw dataset.other(than: "numbers") }
        return try dataset.read(as: library.double, most: most, empty: Double(0))
    }

    /// Whole numbers; truth values are 0 and 1.
    ///
    /// - Parameter most: how many are accepted.
    /// - Throws: where there is no such dataset, or it is another kind or too large.
    package func integers(_ name: String, most: Int = HDF5Limits.values) throws(HDF5Problem) -> [Int64] {
        let dataset = try HDF5Dataset(name, in: self)
        guard [.integer, .enumeration].contains(dataset.kind) else { throw dataset.other(than: "whole numbers") }
        return try dataset.read(as: library.int64, most: most, empty: Int64(0))
    }

    /// Whole numbers of 32 bits; those beyond are their nearest.
    ///
    /// - Parameter most: how many are accepted.
    /// - Throws: where there is no such dataset, or it is another kind or too large.
    package func shortIntegers(_ name: String, most: Int = HDF5Limits.values) throws(HDF5Problem) -> [Int32] {
        let dataset = try HDF5Dataset(name, in: self)
        guard dataset.kind == .integer else { throw dataset.other(than: "whole numbers") }
        return try dataset.read(as: library.int32, most: most, empty: Int32(0))
    }

    /// Texts, of fixed or variable length, read as UTF-8.
    ///
    /// - Parameter most: how many are accepted.
    /// - Throws: where there is no such dataset, or it is another kind or too large.
    package func strings(_ name: String, most: Int = HDF5Limits.members) throws(HDF5Problem) -> [String] {
        let dataset = try HDF5Dataset(name, in: self)
        guard dataset.kind == .string else { throw dataset.other(than: "text") }
        return try dataset.strings(most: most)
    }

    /// A single text.
    ///
    /// - Throws: where there is no such dataset, or it is another kind or too large.
    package func string(_ name: String) throws(HDF5Problem) -> String {
        guard let text = try strings(name, most: 1).first else { throw .refused("\(place(name)) is empty") }
        return text
    }
}

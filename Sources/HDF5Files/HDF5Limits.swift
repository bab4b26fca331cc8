/// What a file may have at most; beyond it, it is refused before memory is taken.
package enum HDF5Limits {
    /// Bytes of a file: labs keep their images in projects.
    package static let bytes = 1 << 30
    /// Members of a group.
    package static let members = 100_000
    /// Bytes of a name.
    package static let name = 1024
    /// Values of a dataset.
    package static let values = 64 << 20
    /// Values, and names, that are read of a file altogether: a small file can say that it holds many large datasets.
    package static let all = 256 << 20
    /// Bytes of the strings of a dataset.
    package static let text = 16 << 20
    /// Axes of a dataset.
    package static let rank = 16
    /// Values of a chunk, which is held as a whole.
    package static let chunk = 4 << 20
}

/// What may still be read of a file.
final class HDF5Budget {
    private var left = HDF5Limits.all

    /// Takes `count` values or names out of what is left.
    ///
    /// - Throws: where there is less.
    func take(_ count: Int) throws(HDF5Problem) {
        guard count <= left else { throw .refused("it has more than \(HDF5Limits.all) values") }
        left -= count
    }
}

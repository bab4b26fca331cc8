/// What one stage of a segmentation took, over all strips.
package struct StageTime: Sendable, Equatable {
    /// `load`, a group of features (`gaussian_blur`, `window`, `derivative`, `arithmetic`, `filters`), `forest`, `labelling`,
    /// `transfer`.
    package var name: String
    package var milliseconds: Double
    /// Bytes of planes read and written, as if nothing stayed in a cache.
    package var bytes: Int

    /// `milliseconds` spent in `name`.
    package init(name: String, milliseconds: Double, bytes: Int) {
        self.name = name
        self.milliseconds = milliseconds
        self.bytes = bytes
    }
}

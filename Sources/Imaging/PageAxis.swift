/// An axis that the pages of a file run through.
package struct PageAxis: Sendable, Hashable {
    /// `T`, `Z` or `C`; nil where the file gives the axis no name.
    package var name: Character?
    package var extent: Int

    /// An axis of `extent` pages.
    package init(name: Character?, extent: Int) {
        self.name = name
        self.extent = extent
    }
}

extension [PageAxis] {
    /// The names, slowest first, and those of the page: `TZYX`; an axis without a name is `?`.
    package var names: String { String(map { $0.name ?? "?" }) + "YX" }

    /// Whether one of the axes has no name.
    package var lackNames: Bool { contains { $0.name == nil } }
}

import Imaging

/// The channels or positions that are read of an image, by their places in the file.
struct ChosenPlanes: Equatable {
    /// Places in the file, from 0, in the order in which they are given out.
    private(set) var indices: [Int]
    /// The names of those, where the file names every one.
    private(set) var names: [String]

    /// What `selection` takes of the `count` things called `names` (empty where they have no names); all without one.
    ///
    /// - Parameter axis: `channels` or `positions`, as the setting is called.
    init(_ selection: AxisSelection?, of count: Int, names: [String], axis: String) throws(TIFFFault) {
        let known = names.count == count ? names : []
        (indices, self.names) = (Array(0..<count), known)
        guard let selection else { return }
        switch selection.indices(count: count, names: known) {
        case .success(let chosen):
            guard Set(chosen).count == chosen.count else {
                throw TIFFFault(.axesMismatch, "\(axis) = \(selection) names one of its \(axis) twice")
            }
            indices = chosen
            self.names = known.isEmpty ? [] : chosen.map { known[$0] }
        case .failure(let missing):
            throw TIFFFault(
                .axesMismatch,
                "\(axis) = \(selection) asks for \(missing.entry), and it has \(Self.words(count, known, axis))"
            )
        }
    }

    /// How many there are, and what they are called: `3 channels (1 "DAPI", 2 "GFP", 3 "Cy5")`.
    private static func words(_ count: Int, _ names: [String], _ axis: String) -> String {
        let start = count == 1 ? "1 \(axis.dropLast())" : "\(count) \(axis)"
        guard !names.isEmpty else { return start + (count == 1 ? ", without a name" : ", without names") }
        let listed = names.prefix(24).enumerated().map { "\($0 + 1) \"\($1)\"" }
        let more = count > listed.count ? ["and \(count - listed.count) more"] : []
        return "\(start) (\((listed + more).joined(separator: ", ")))"
    }
}

extension [PageAxis] {
    /// The axes where of axis `name` only `extent` steps are left.
    func taking(_ extent: Int, of name: Character) -> [PageAxis] {
        map { $0.name == name ? PageAxis(name: name, extent: extent) : $0 }.filter { $0.extent > 1 }
    }
}

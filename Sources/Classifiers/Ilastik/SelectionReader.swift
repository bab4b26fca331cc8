import Features
import HDF5Files

/// Reads the matrix of features and scales.
struct SelectionReader {
    /// A selection, and whether the project says which scales are planar.
    struct Found {
        var selection: FeatureSelection
        var saysPlanar: Bool
    }

    let root: HDF5Group
    let dimensions: Int

    private static let choose = "open the project in ilastik, select features, train, and save it"
    /// Rows and columns that are accepted; ilastik's own matrix has 6 × 7.
    private static let most = 1000

    /// Whether there is a scale that is not taken slice by slice; nil where the project does not say.
    static func hasSolidScales(_ root: HDF5Group) throws -> Bool? {
        guard root.kind(of: "FeatureSelections") == .group,
            case let group = try root.group("FeatureSelections"), group.kind(of: "ComputeIn2d") == .dataset
        else { return nil }
        return try group.integers("ComputeIn2d", most: most).contains(0)
    }

    /// What is selected in `FeatureSelections` or a later group.
    func selection(_ name: String) throws -> Found {
        guard root.kind(of: name) == .group else {
            throw ProjectProblem("the project has no \(name)", remedy: Self.choose)
        }
        let group = try root.group(name)
        guard group.kind(of: "SelectionMatrix") == .dataset else {
            throw ProjectProblem("no features are selected in the project", remedy: Self.choose)
        }
        let rows = try group.strings("FeatureIds", most: Self.most)
        let scales = try group.doubles("Scales", most: Self.most)
        let matrix = try group.integers("SelectionMatrix", most: Self.most * Self.most)
        guard try group.shape(of: "SelectionMatrix") == [rows.count, scales.count] else {
            throw ProjectProblem.damaged(
                "\(name)/SelectionMatrix has other rows or columns than there are names and scales"
            )
        }
        let saysPlanar = group.kind(of: "ComputeIn2d") == .dataset
        let planar = saysPlanar ? try group.integers("ComputeIn2d", most: Self.most) : []
        guard !saysPlanar || planar.count == scales.count else {
            throw ProjectProblem.damaged("\(name)/ComputeIn2d has other columns than there are scales")
        }
        var entries: [FeatureSelection.Entry] = []
        for (row, id) in rows.enumerated() {
            for (column, scale) in scales.enumerated() where matrix[row * scales.count + column] != 0 {
                guard let kind = FeatureSelection.Kind(rawValue: id) else {
                    throw ProjectProblem(
                        "the project selects the feature \"\(id.prefix(80))\", which is not known",
                        remedy: "select only features of ilastik's own list, train, and save the project"
                    )
                }
                // Before 1.3 there was no choice: planes for planes.
                let isPlanar = dimensions == 2 || saysPlanar && planar[column] != 0
                entries.append(FeatureSelection.Entry(kind, sigma: scale, isPlanar: isPlanar))
            }
        }
        guard !entries.isEmpty else {
            throw ProjectProblem("no features are selected in the project", remedy: Self.choose)
        }
        return Found(selection: FeatureSelection(entries), saysPlanar: saysPlanar)
    }
}

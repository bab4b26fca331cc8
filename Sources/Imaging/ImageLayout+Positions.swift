extension ImageLayout {
    /// What each of several positions is called: by its name where the file names them all, and no two alike, else by its
    /// number, from 1. Empty for a single position.
    package var positionTexts: [String] {
        guard shape.positions > 1 else { return [] }
        let names = positionNames ?? []
        let isNamed = names.count == shape.positions && Set(names).count == names.count && !names.contains("")
        return isNamed ? names : (1...shape.positions).map(String.init)
    }
}

import SystemPackage

/// What a scan has found, on its way to the tracker: as looking at a folder, taking note of its files may take long.
struct ScanResult {
    let arrival: Arrival
    /// Whether files that were handed out before are handed out again.
    let again: Bool
    /// Whether what was not found is gone: the scan was of the whole root.
    let isWhole: Bool
    let candidateCount: Int
    let folderCount: Int
    private var candidates: ArraySlice<FolderScan.Candidate>
    private var found: Set<FilePath>
    /// What was known and not found; nil as long as there are candidates.
    private var missing: [FilePath]?

    /// The result of a scan that is finished.
    init(of scan: FolderScan, as arrival: Arrival, again: Bool, isWhole: Bool) {
        self.arrival = arrival
        self.again = again
        self.isWhole = isWhole
        candidateCount = scan.candidates.count
        folderCount = scan.folderCount
        candidates = scan.oldestFirst[...]
        found = isWhole ? Set(scan.candidates.map(\.path)) : []
    }

    /// Takes note of what was found, then of what was not, until `isOver`.
    ///
    /// - Returns: whether nothing is left.
    mutating func note(in images: inout RootImages, until isOver: () -> Bool, at now: () -> Duration) -> Bool {
        while let candidate = candidates.popFirst() {
            images.note(candidate, as: arrival, again: again, at: now())
            if isOver() { return false }
        }
        guard isWhole else { return true }
        if missing == nil {
            missing = images.knownPaths.subtracting(found).sorted { $0.string < $1.string }
            found = []
        }
        while let path = missing?.popLast() {
            images.forgetIfMissing(path)
            if isOver() { return false }
        }
        return true
    }
}

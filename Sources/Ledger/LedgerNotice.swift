/// Something about the ledger that its user should know; the daemon goes on in each case.
package enum LedgerNotice: Sendable, Hashable, CustomStringConvertible {
    /// The database is damaged and lies at `aside` now; an empty one has taken its place.
    case replaced(path: String, aside: String, reason: String)
    /// No database can be used at the path for now; what is noted meanwhile is kept in memory.
    case inMemory(path: String, reason: String)
    /// The database can be read but takes nothing in; what is noted meanwhile is lost.
    case refused(path: String, reason: String)
    /// One of the last two is over.
    case recovered(path: String)

    /// Whether it is good news.
    package var isRecovery: Bool { if case .recovered = self { true } else { false } }

    package var description: String {
        switch self {
        case .replaced(let path, let aside, let reason):
            """
            The ledger \(path) cannot be used (\(reason)) and was moved to \(aside); a new one is filled from the \
            summaries, nothing is done twice.
            """
        case .inMemory(let path, let reason):
            """
            No ledger can be kept at \(path) for now (\(reason)); what was done is taken from the summaries after a \
            restart. Free space in its folder, and let the service write there; it is tried again every half minute.
            """
        case .refused(let path, let reason):
            """
            The ledger \(path) takes nothing in for now (\(reason)); the images are done nevertheless, and the summaries \
            tell of them. Free space in its folder, and let the service write there; it is tried again with every image.
            """
        case .recovered(let path):
            "The ledger \(path) is kept again."
        }
    }
}

/// An operation on the ledger failed although the database is sound; the ledger has told of it by a notice.
package struct LedgerError: Error, CustomStringConvertible {
    /// Path of the database.
    package var path: String
    /// What SQLite said.
    package var reason: String

    package var description: String {
        "The ledger \(path) could not be read or written (\(reason)); free space in its folder or check its file system."
    }
}

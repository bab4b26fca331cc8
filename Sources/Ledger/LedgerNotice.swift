/// Something about the ledger that its user should know; the daemon goes on in each case.
package enum LedgerNotice: Sendable, Hashable, CustomStringConvertible {
    /// The database could not be used and lies at `aside` now; an empty one has taken its place.
    case replaced(path: String, aside: String, reason: String)
    /// No database can be kept at the path; what is noted is lost at the end of the process.
    case inMemory(path: String, reason: String)

    package var description: String {
        switch self {
        case .replaced(let path, let aside, let reason):
            """
            The ledger \(path) cannot be used (\(reason)) and was moved to \(aside); a new one is filled from the \
            summaries, nothing is done twice.
            """
        case .inMemory(let path, let reason):
            """
            No ledger can be kept at \(path) (\(reason)); what was done is taken from the summaries after a restart. \
            Give the service a state directory that it may write to.
            """
        }
    }
}

/// An operation on the ledger failed although the database is sound.
package struct LedgerError: Error, CustomStringConvertible {
    /// Path of the database.
    package var path: String
    /// What SQLite said.
    package var reason: String

    package var description: String {
        "The ledger \(path) could not be read or written (\(reason)); free space in its folder or check its file system."
    }
}

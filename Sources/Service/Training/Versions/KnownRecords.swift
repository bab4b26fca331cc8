import Files
import Synchronization

/// The records of versions that were read already: there may be thousands, and each look at a training lists all.
final class KnownRecords: Sendable {
    private let records = Mutex<[Int: (state: FileState, record: VersionRecord)]>([:])

    /// The record of a version, whose file is in this state; nil where it is not known.
    ///
    /// A record is put in place of another as a new file, so that its state tells the two apart.
    subscript(number: Int, state: FileState) -> VersionRecord? {
        get {
            records.withLock { records in
                guard let known = records[number], known.state == state else { return nil }
                return known.record
            }
        }
        set { records.withLock { $0[number] = newValue.map { (state, $0) } } }
    }
}

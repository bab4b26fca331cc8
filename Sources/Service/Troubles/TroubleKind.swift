package import SystemdSupport

/// What sort of trouble it is: which events of the journal say that it begins and that it is over.
package enum TroubleKind: Sendable, Hashable {
    /// A folder cannot be watched.
    case folder
    /// Folders are looked through on a timer, for want of watches.
    case watchLimit
    /// Images wait, since they cannot be read or their results not be written.
    case results
    /// A classifier file holds nothing that can be used.
    case classifierRejected
    /// A classifier file cannot be read.
    case classifierUnreadable
    /// No copy of a classifier can be kept.
    case copy
    /// No OpenCL device computes.
    case host
    /// The ledger takes nothing in.
    case ledger
    /// A call on files does not come back.
    case call
    /// The file of the metrics cannot be written.
    case metrics
    /// Annotations cannot be trained.
    case training
    /// A folder has left the usual band of its classifier's doubt.
    case doubt

    /// The event of its beginning.
    package var beginning: JournalEvent {
        switch self {
        case .folder: .folderDegraded
        case .watchLimit: .watchLimit
        case .results: .resultsBlocked
        case .classifierRejected: .classifierRejected
        case .classifierUnreadable: .classifierUnreadable
        case .copy: .classifierNotKept
        case .host: .hostComputes
        case .ledger: .ledgerTrouble
        case .call: .callHangs
        case .metrics: .metricsUnwritten
        case .training: .trainingRefused
        case .doubt: .doubtRises
        }
    }

    /// The event of its end.
    package var end: JournalEvent {
        switch self {
        case .folder, .watchLimit: .folderRecovered
        case .results: .resultsResumed
        case .classifierRejected, .classifierUnreadable, .copy, .metrics, .doubt: .troubleOver
        case .host: .deviceRecovered
        case .ledger: .ledgerRecovered
        case .call: .callReturned
        case .training: .trainingRecovered
        }
    }
}

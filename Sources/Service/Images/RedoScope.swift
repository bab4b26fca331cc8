/// How much of what the summaries settle is done nevertheless.
package enum RedoScope: Sendable {
    /// Only what is due: the daemon's way.
    case due
    /// What failed as well: somebody asks now.
    case failures
    /// Everything.
    case everything
}

import Results
import TestSupport

extension TemporaryFolder {
    /// The summary in a file; nil where it holds none.
    func summary(_ name: String) throws -> Summary? {
        guard case .found(let summary) = SummaryFile.decode(try read(name)) else { return nil }
        return summary
    }
}

package import WorkerProtocol

/// How much memory a training may take: it is asked before the memory is, since an allocation that fails ends the worker.
package struct TrainingMemory {
    /// Bytes of a value of a row: in its block, copied for the forest, sorted by each feature, and what sorting takes.
    private static let bytesOfValue = 24

    /// The bytes that may be used; nil for all there are.
    package let bytes: Int?

    /// A bound of so many bytes.
    package init(bytes: Int?) { self.bytes = bytes }

    /// Refuses so many samples that growing a forest from them would take more.
    package func check(rows: Int, columns: Int) throws(Failure) {
        guard let bytes else { return }
        let (values, isTooMany) = rows.multipliedReportingOverflow(by: max(1, columns))
        guard isTooMany || values > bytes / Self.bytesOfValue else { return }
        throw Failure(
            kind: "too_many_samples",
            message: "\(rows) samples of \(columns) features take more memory than the \(bytes >> 20) MB there are",
            remedy: "annotate strokes instead of whole areas, or name fewer features"
        )
    }
}

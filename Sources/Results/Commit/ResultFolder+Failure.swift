import SystemPackage
package import WorkerProtocol

extension ResultFolder {
    /// What became of the summary of a failed image.
    package enum FailureRecord: Sendable, Equatable {
        /// It was written; no result of other content stays beside it.
        case recorded
        /// Nothing was changed: a result of the same content is there, and stays better than none.
        case earlierResultKept
        /// Nothing was changed: the image is not as it was.
        case imageChanged
    }

    /// Lays the summary of a failed image into the folder.
    ///
    /// A result of the same content stays as it is. One of other content is withdrawn, since the raw image that it
    /// describes is gone.
    ///
    /// - Parameters:
    ///   - summary: with status failed.
    ///   - isCurrent: whether the image still is what the summary says; asked when nobody else can commit any more.
    package func record(
        failure summary: Summary,
        names: OutputNames,
        isCurrent: () -> Bool = { true }
    ) throws(Failure) -> FailureRecord {
        precondition(summary.status == .failed)
        return try exclusively { () throws(Failure) in
            guard isCurrent() else { return .imageChanged }
            let earlier = try earlierSummary(names)
            if case .found(let result) = earlier, result.status == .done,
                result.image.isSameContent(as: summary.image), result.isByLabels(of: summary)
            {
                return .earlierResultKept
            }
            var summary = summary
            summary.count(after: earlier)
            let note = try writeTemporary(summary, named: names.summary)
            var isInPlace = false
            defer { if !isInPlace { remove([note]) } }
            let leftovers = try earlierOutputs(names, of: earlier)
            try removeSummary(earlier, names)
            try remove(leftovers.map { names[$0] })
            try putSummaryInPlace(note)
            isInPlace = true
            return .recorded
        }
    }
}

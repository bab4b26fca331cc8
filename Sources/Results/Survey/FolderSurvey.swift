import Files
import SystemPackage
package import WorkerProtocol

/// All results of one folder, told by their summaries alone.
package struct FolderSurvey: Sendable {
    /// What comes first.
    package enum Order: String, Sendable, CaseIterable {
        /// The image that was changed last.
        case newest
        /// Failures, then flagged results, then those whose number of objects is farthest from the folder's median.
        case worst
    }

    /// In the order of their names.
    package private(set) var results: [SurveyedResult] = []
    /// Summaries of ours that could not be read.
    package private(set) var unreadableCount = 0

    /// Reads every summary in a folder, one after the other; those of other programs are passed over.
    ///
    /// - Throws: a `Failure` where the folder cannot be listed. A file that cannot be read is counted.
    package init(of folder: ResultFolder) throws(Failure) {
        let names = try folder.attempt("list", nil) { () throws(Errno) in try folder.calls.list(folder.descriptor) }
        let summaries = names.filter { $0.bytes.first != UInt8(ascii: ".") && ResultFamily.isSummary($0) }
        for name in summaries.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
            guard let bytes = try? Self.read(name, in: folder) else {
                unreadableCount += 1
                continue
            }
            switch SummaryFile.decode(bytes) {
            case .found(let summary): results.append(SurveyedResult(summary))
            case .unreadable: unreadableCount += 1
            case .absent, .foreign: break
            }
        }
    }

    /// The middle of the objects per image; nil where nothing was counted.
    package var medianObjects: Double? {
        let counts = results.compactMap(\.objects).sorted()
        guard !counts.isEmpty else { return nil }
        return (Double(counts[(counts.count - 1) / 2]) + Double(counts[counts.count / 2])) / 2
    }

    /// The results in that order; those that are equal in it stay in the order of their names.
    package func ordered(_ order: Order) -> [SurveyedResult] {
        let median = medianObjects ?? 0
        // Larger numbers come first.
        let ranks = results.map { result -> (Int, Double) in
            switch order {
            case .newest: (0, Double(result.imageTime))
            case .worst where result.failure != nil: (2, 0)
            case .worst where !result.flags.isEmpty: (1, Double(result.flags.count))
            case .worst: (0, result.objects.map { abs(Double($0) - median) } ?? -1)
            }
        }
        let places = results.indices.sorted { left, right in
            if ranks[left].0 != ranks[right].0 { return ranks[left].0 > ranks[right].0 }
            return ranks[left].1 != ranks[right].1 ? ranks[left].1 > ranks[right].1 : left < right
        }
        return places.map { results[$0] }
    }

    private static func read(_ name: FilePath.Component, in folder: ResultFolder) throws(Errno) -> [UInt8] {
        let file = try folder.calls.openFile(name, in: folder.descriptor)
        let state = try folder.calls.state(of: file.number)
        guard state.isRegularFile, state.identity.size <= SummaryFile.maximumSize else { throw Errno.fileTooLarge }
        return try folder.calls.read(file.number, first: Int(state.identity.size))
    }
}

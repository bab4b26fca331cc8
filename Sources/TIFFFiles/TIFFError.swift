/// A TIFF that could not be read or written: which file, what is wrong, and what to do.
package enum TIFFError: Error, Equatable, CustomStringConvertible {
    case reading(file: String, problem: TIFFProblem, detail: String)
    case writing(file: String, detail: String)

    /// The stable name of the problem, for summaries.
    package var kind: String { problem.rawValue }

    /// What is wrong.
    package var problem: TIFFProblem {
        switch self {
        case .reading(_, let problem, _): problem
        case .writing: .unwritable
        }
    }

    /// What the user can do about it.
    package var remedy: String { problem.remedy }

    /// What failed, on which file, and the remedy.
    package var description: String {
        switch self {
        case .reading(let file, _, let detail): "\(file): \(detail). \(remedy)"
        case .writing(let file, let detail): "\(file) could not be written: \(detail). \(remedy)"
        }
    }
}

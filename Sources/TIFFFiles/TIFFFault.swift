/// A problem found below the reader, where the file's name is not known yet.
struct TIFFFault: Error, Equatable {
    var problem: TIFFProblem
    var detail: String

    /// `problem`, with `detail` in words.
    init(_ problem: TIFFProblem, _ detail: String) {
        self.problem = problem
        self.detail = detail
    }

    /// The same fault, saying on which page it was found (counted from 1, as viewers do).
    func onPage(_ index: Int) -> TIFFFault {
        TIFFFault(problem, "page \(index + 1): \(detail)")
    }

    /// The error that users see.
    func inFile(_ name: String) -> TIFFError {
        .reading(file: name, problem: problem, detail: detail)
    }
}

/// A problem found below the reader, where the file's name is not known yet.
struct TIFFFault: Error, Equatable {
    var problem: TIFFProblem
    var detail: String
    /// The file of a set in which it was found, where that is known.
    var file: String?

    /// `problem`, with `detail` in words.
    init(_ problem: TIFFProblem, _ detail: String) {
        self.problem = problem
        self.detail = detail
    }

    /// The same fault, saying on which page it was found (counted from 1, as viewers do).
    func onPage(_ index: Int) -> TIFFFault {
        TIFFFault(problem, "page \(index + 1): \(detail)")
    }

    /// The same fault, found in the file of a set that is called `name`; the innermost name counts.
    func inside(_ name: String) -> TIFFFault {
        var fault = self
        fault.file = file ?? name
        return fault
    }

    /// The error that users see; `name` is that of the image.
    func inFile(_ name: String) -> TIFFError {
        .reading(file: file ?? name, problem: problem, detail: detail)
    }
}

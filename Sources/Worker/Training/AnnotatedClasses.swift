import WorkerProtocol

/// Which class of a classifier an annotated number means: training gives its numbers, ascending, the classes 1, 2, ….
struct AnnotatedClasses {
    /// The class of each number that was learnt; nil where it is not known which were.
    private let known: [UInt32: UInt32]?
    private let job: ValidationJob
    private let classCount: Int
    private var seen: Set<UInt32> = []
    /// The same number comes many times in a row.
    private var latest: (annotation: UInt32, number: UInt32) = (0, 0)

    /// The numbers as `job` says, of a classifier of `classCount` classes.
    ///
    /// - Throws: where it names another number of classes.
    init(_ job: ValidationJob, classCount: Int) throws(Failure) {
        (self.job, self.classCount) = (job, classCount)
        guard let classes = job.classes, job.truth == .classes else {
            known = nil
            return
        }
        guard classes.count == classCount else {
            throw Failure(
                kind: "classes_mismatch",
                message: "\(job.classifier) has \(classCount) classes, not \(classes.count): "
                    + classes.map(String.init).joined(separator: ", "),
                remedy: "name the annotated number of each class after --classes, class 1 first"
            )
        }
        let pairs = classes.enumerated().map { (UInt32($1), UInt32($0 + 1)) }
        known = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The class that a number means, from 1; the one behind the classifier's where it was not learnt, and 0 for 0.
    mutating func number(of annotation: UInt32) -> UInt32 {
        if annotation == latest.annotation { return latest.number }
        if annotation == 0 { return 0 }
        seen.insert(annotation)
        latest = (annotation, known.map { $0[annotation] ?? UInt32(classCount + 1) } ?? annotation)
        return latest.number
    }

    /// What numbers were taken for where that is known and not plain, to follow a sentence; else empty.
    var words: String {
        guard known != nil, let classes = job.classes, classes != Array(1...classes.count) else { return "" }
        let texts = classes.enumerated().prefix(5).map { "\($1) is class \($0 + 1)" }.joined(separator: ", ")
        return "; annotated \(texts)" + (classes.count > 5 ? ", …" : "")
            + (job.classesSource.map { ", as \($0) says" } ?? "")
    }

    /// The numbers that were annotated and not learnt, ascending; empty where it is not known which were.
    var unlearnt: [Int] {
        guard let known else { return [] }
        return seen.filter { known[$0] == nil }.map { Int($0) }.sorted()
    }

    /// What was assumed where it is not known which numbers were learnt, and these have gaps or are beyond the classes.
    var warning: String? {
        let numbers = seen.sorted()
        guard known == nil, let most = numbers.last, most > numbers.count || most > classCount else { return nil }
        let texts = numbers.prefix(5).map(String.init).joined(separator: ", ") + (numbers.count > 5 ? ", …" : "")
        return "the annotated numbers are \(texts), and each was taken for the class of the same number; training "
            + "makes classes of annotated numbers in their order (2, 3 are classes 1, 2): if the classifier learnt other "
            + "numbers than 1 to \(classCount), name them with --classes"
    }
}

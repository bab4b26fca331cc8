import CLinux
import Glibc
import Training
import WorkerProtocol

extension TrainingRun {
    /// APOC's own choice for an ObjectSegmenter or ObjectSelector.
    static let standardPositiveClass = 2
    /// The most classes that a class map can tell.
    static let mostClasses = 255

    /// The processors that threads may run on: as many as the client told PoCL of, where those are fewer than there are.
    static var processorCount: Int {
        let told = getenv("POCL_CPU_MAX_CU_COUNT").flatMap { Int(String(cString: $0)) }
        return max(1, told ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// Refuses a job that cannot become a classifier, before anything is read.
    func checkClasses() throws(Failure) {
        let problem: String
        if job.images.isEmpty && job.tables.isEmpty && !job.continues {
            problem = "nothing is given to learn from"
        } else if !(1...ForestTrainer.mostDepth).contains(job.depth) {
            problem = "a depth of \(job.depth) is not one of 1 to \(ForestTrainer.mostDepth)"
        } else if job.trees < 1 || job.trees > 100_000 {
            problem = "\(job.trees) is no number of trees from 1 to 100000"
        } else if job.kind == .probabilityMapper && job.probabilityClass == nil {
            problem = "a ProbabilityMapper needs the class whose probability it tells (--probability-class)"
        } else if let positive = job.positiveClass, !(1...Self.mostClasses).contains(positive) {
            problem = "the positive class \(positive) is no class number from 1 to \(Self.mostClasses)"
        } else if case .share(let share) = job.holdBack, !(share > 0 && share < 1) {
            problem = "a share of \(share) cannot be held back; it lies between 0 and 1"
        } else if case .folds(let count) = job.holdBack, !(2...Folds.most).contains(count) {
            problem = "\(count) is no number of folds from 2 to \(Folds.most)"
        } else {
            return
        }
        throw Failure(kind: "usage", message: problem, remedy: "see `segmentd help train`")
    }

    /// Refuses samples that no classifier can be trained from.
    func check(_ book: SampleBook, _ classes: [Int32]) throws(Failure) {
        guard !classes.isEmpty else {
            throw Failure(
                kind: "annotation_empty",
                message: "nothing is annotated that may be learnt from",
                remedy: "draw some pixels of each class, with the numbers 1, 2, …; images that are held back stay so"
            )
        }
        try Self.refuseMany(classes.count, in: "the annotations")
        if let number = job.probabilityClass, job.kind == .probabilityMapper, number > classes.count {
            throw Failure(
                kind: "usage",
                message:
                    "the probability of class \(number) is asked for, and \(classes.count) class(es) are annotated",
                remedy: "name one of the classes 1 to \(classes.count), which stand for the annotations "
                    + classes.map(String.init).joined(separator: ", ")
            )
        }
    }

    /// Refuses more different annotations than a classifier can have classes.
    ///
    /// - Parameter name: what holds them.
    static func refuseMany(_ count: Int, in name: String) throws(Failure) {
        guard count > mostClasses else { return }
        throw Failure(
            kind: "annotation_invalid",
            message: "there are \(count) different numbers in \(name); a classifier has at most \(mostClasses) classes",
            remedy: "annotate classes, not single objects: a label image of objects is no annotation"
        )
    }

    /// What a person should know of samples that a classifier is trained from.
    func warnings(_ book: SampleBook, _ classes: [Int32]) -> [String] {
        var warnings: [String] = []
        if classes.count == 1 {
            warnings.append("only class \(classes[0]) is annotated: the classifier gives it to every pixel")
        }
        if classes != Array(1...Int32(classes.count)) {
            let texts = classes.enumerated().map { "\($1) is class \($0 + 1)" }
            warnings.append(
                "the annotations are numbered with gaps; in the classifier \(texts.joined(separator: ", "))"
            )
        }
        let positive = job.positiveClass ?? Self.standardPositiveClass
        if job.kind.hasPositiveClass, positive > classes.count {
            warnings.append("the positive class is \(positive), and only \(classes.count) class(es) are annotated")
        }
        let known = Set(classes)
        let unknown = Set(book.blocks.flatMap(\.annotations)).subtracting(known)
        if !unknown.isEmpty {
            let texts = unknown.sorted().map(String.init)
            warnings.append("held-back samples of \(texts.joined(separator: ", ")) are of no class that is learnt")
        }
        let ofClasses = Self.classes(book, classes)
        if case .share = job.holdBack, let none = ofClasses.first(where: { $0.test == 0 }) {
            let unit = job.unit(ofImages: Set(book.blocks.map(\.image)).count) == .image ? "image" : "scribble"
            warnings.append(
                "nothing of annotation \(none.annotation) is held back: it would need a further \(unit) to learn from"
            )
        }
        let counts = ofClasses.map(\.trained)
        if let most = counts.max(), let least = counts.min(), most >= 100 * least {
            warnings.append("the classes are very uneven: \(most) samples of one, \(least) of another")
        }
        return warnings
    }

    /// The classes with their samples.
    static func classes(_ book: SampleBook, _ classes: [Int32]) -> [TrainingReport.Class] {
        var (trained, test): ([Int32: Int], [Int32: Int]) = ([:], [:])
        for block in book.blocks {
            for (annotation, isTest) in zip(block.annotations, block.isTest) {
                if isTest { test[annotation, default: 0] += 1 } else { trained[annotation, default: 0] += 1 }
            }
        }
        return classes.map {
            TrainingReport.Class(annotation: Int($0), trained: trained[$0] ?? 0, test: test[$0] ?? 0)
        }
    }
}

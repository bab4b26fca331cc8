/// How objects are made of probabilities: smoothed, cut at one threshold or two, and left by size.
///
/// The meaning of every part is that of ilastik's "Threshold and Size Filter"; `Morphology/README.md` says it in full.
package struct ProbabilityThreshold: Sendable, Hashable, Codable {
    /// Pixels whose probability is at least this belong to objects.
    package let threshold: Float
    /// The class whose probability counts, from 1; nil where a classifier gives that of one class only.
    package var classNumber: Int?
    /// The second, higher threshold: an object stays where a part of it reaches this too; nil for a single threshold.
    package let core: Core?
    /// Standard deviations of the Gaussian by which probabilities are smoothed first, in pixels along X, Y and Z.
    package let smoothing: [Double]
    /// The fewest pixels of an object, and of the part that reaches `core`.
    package let least: Int
    /// The most pixels of both; nil is no limit.
    package let most: Int?

    /// The parts of objects that reach a second threshold.
    package struct Core: Sendable, Hashable, Codable {
        /// The least probability.
        package let threshold: Float
        /// The class whose probability counts, from 1; nil for that of the first threshold.
        package let classNumber: Int?
        /// Whether objects whose parts touch behind the lower threshold become one; else each part grows to an object.
        package let merges: Bool
    }

    /// The fewest pixels by which ilastik smooths; where one of an image's axes has less, it smooths along none.
    package static let leastSmoothing = 0.1
    /// The most pixels by which probabilities are smoothed.
    package static let mostSmoothing = 100.0

    /// A threshold of these parts, each as the key of its name says it.
    ///
    /// - Throws: a `Problem` where one of them, or two together, make no sense.
    package init(
        threshold: Double,
        classNumber: Int? = nil,
        core: Double? = nil,
        coreClass: Int? = nil,
        smoothing: [Double] = [0],
        least: Double = 0,
        most: Double = .infinity,
        merges: Bool = true
    ) throws(Problem) {
        for (key, value) in [(Key.threshold, threshold)] + (core.map { [(.core, $0)] } ?? []) {
            guard (0...1).contains(value) else {
                throw Problem(key, "is \(value), and probabilities reach from 0 to 1", "write for example \(key) = 0.5")
            }
        }
        for (key, number) in [(Key.class, classNumber), (.coreClass, coreClass)] {
            if let number, !(1...255).contains(number) {
                throw Problem(key, "is \(number)", "write the number of a class, from 1")
            }
        }
        guard let first = smoothing.first, smoothing.count == 1 || smoothing.count == 3,
            smoothing.allSatisfy((0...Self.mostSmoothing).contains)
        else {
            throw Problem(
                .smooth,
                "is no smoothing",
                "write pixels from 0 to \(Int(Self.mostSmoothing)): one number, or those along x, y and z: [1, 1, 0.5]"
            )
        }
        // With such a number ilastik smooths along no axis; 0 says that in words.
        if let few = smoothing.first(where: { $0 > 0 && $0 < Self.leastSmoothing }) {
            throw Problem(
                .smooth,
                "is \(few), by which nothing is smoothed along any axis",
                "write \(Self.leastSmoothing) or more, or 0"
            )
        }
        guard least >= 0, most >= least, least.isWhole, most == .infinity || most.isWhole else {
            throw Problem(.area, "leaves nothing", "write the fewest pixels of an object, then the most: [10, 5000]")
        }
        if core == nil, coreClass != nil {
            throw Problem(.coreClass, "goes with core", "write core = 0.8 too, or leave core_class out")
        }
        if core == nil, !merges {
            throw Problem(.merge, "goes with core, from which objects grow", "write core = 0.8 too, or leave merge out")
        }
        let isSameClass = (coreClass ?? classNumber ?? 1) == (classNumber ?? 1)
        if let core, isSameClass, core < threshold {
            throw Problem(.core, "is lower than threshold", "core is the higher of the two: write the larger there")
        }
        self.threshold = Float(threshold)
        self.classNumber = classNumber
        self.core = core.map {
            Core(threshold: Float($0), classNumber: isSameClass ? nil : coreClass, merges: merges)
        }
        self.smoothing = smoothing.count == 1 ? [first, first, first] : smoothing
        self.least = Int(clamping: least)
        self.most = most == .infinity ? nil : Int(clamping: most)
    }

    /// The classes whose probabilities it looks at, from 1; a class that is not named is the first.
    package var classes: Set<Int> { Set([classNumber ?? 1, core?.classNumber ?? classNumber ?? 1]) }
}

extension ProbabilityThreshold {
    /// The keys by which recipes say it.
    package enum Key: String, Sendable, CaseIterable, CustomStringConvertible {
        case threshold
        case `class`
        case core
        case coreClass = "core_class"
        case smooth
        case area
        case merge

        package var description: String { rawValue }
    }

    /// What is wrong with one, in words.
    package struct Problem: Error, Hashable {
        /// The key that is wrong.
        package let key: Key
        /// What it is, behind the key.
        package let message: String
        /// What to do.
        package let remedy: String

        init(_ key: Key, _ message: String, _ remedy: String) {
            (self.key, self.message, self.remedy) = (key, message, remedy)
        }
    }
}

extension Double {
    fileprivate var isWhole: Bool { rounded() == self }
}

extension Int {
    fileprivate init(clamping value: Double) { self = value >= 9e15 ? 9_000_000_000_000_000 : Int(value) }
}

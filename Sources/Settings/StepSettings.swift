package import Imaging
package import SystemPackage
package import WorkerProtocol

/// A step after the objects are there, as a recipe asks for it: its classifier is a file, not yet a digest.
package enum StepSettings: Sendable, Hashable {
    /// What is done by a classifier file.
    package enum ObjectTask: String, Sendable, Hashable, CaseIterable {
        /// Leave the objects of one class.
        case keep
        /// Join objects that touch.
        case merge
        /// Give each object a class.
        case classify
    }

    case byClassifier(ObjectTask, FilePath, IntensitySource?)
    case thresholdProbabilities(ProbabilityThreshold)
    case keepSizes(least: Double, most: Double, unit: SizeUnit)
    case dropBorderObjects
    case fillHoles
    case splitTouching(smoothing: Double)

    /// The most pixels by which distances are smoothed.
    package static let mostSmoothing = 100.0

    /// The classifier file that it works by.
    package var classifier: FilePath? {
        if case .byClassifier(_, let file, _) = self { file } else { nil }
    }

    /// The name of the step that makes objects of probabilities.
    static let thresholdName = ProbabilityThreshold.Key.threshold.rawValue

    /// The names of all steps, in the order in which they are explained.
    package static let names =
        [thresholdName] + ObjectTask.allCases.map(\.rawValue) + SizeUnit.allCases.map(\.rawValue)
        + ["border", "fill_holes", "split_touching"]
}

extension StepSettings {
    /// What is wrong with a step, in words.
    package struct Problem: Error, Hashable, CustomStringConvertible {
        package let message: String
        package let remedy: String

        /// What is wrong, and what to do.
        package init(message: String, remedy: String) {
            self.message = message
            self.remedy = remedy
        }

        package var description: String { "\(message); \(remedy)" }
    }

    /// Reads a step as a command line or a summary has it: `keep=round.cl`, `area=20,5000`, `border=drop`, `fill_holes`,
    /// `split_touching=3`.
    ///
    /// - Parameter intensity: the pixel values that an object classifier measures; nil for the standard.
    /// - Throws: a `Problem` that says what is wrong with it.
    package init(name: String, value: String?, intensity: IntensitySource? = nil) throws(Problem) {
        let value = value.flatMap { $0.isEmpty ? nil : $0 }
        if let task = ObjectTask(rawValue: name) {
            guard let value else {
                throw Problem(message: "\(name) names no classifier", remedy: "write \(name)=objects.cl")
            }
            self = .byClassifier(task, FilePath(value), intensity)
        } else if name == Self.thresholdName {
            do throws(ProbabilityThreshold.Problem) {
                self = .thresholdProbabilities(try ProbabilityThreshold(optionText: value ?? ""))
            } catch {
                throw Problem(message: "\(error.key) \(error.message)", remedy: error.remedy)
            }
        } else if let unit = SizeUnit(rawValue: name) {
            let bounds = (value ?? "").split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
            guard bounds.count == 2, let least = bounds[0], let most = bounds[1] else {
                throw Problem(message: "\(name) needs two sizes", remedy: "write for example \(name)=20,5000")
            }
            try self.init(least: least, most: most, unit: unit)
        } else {
            switch name {
            case "border":
                guard value == "drop" else {
                    throw Problem(message: "border knows one word", remedy: "write border=drop, or leave it out")
                }
                self = .dropBorderObjects
            case "fill_holes":
                guard value == nil || value == "true" else {
                    throw Problem(message: "fill_holes is done or left out", remedy: "write fill_holes")
                }
                self = .fillHoles
            case "split_touching":
                guard let smoothing = value.flatMap(Double.init) else {
                    throw Problem(message: "split_touching needs pixels", remedy: "write split_touching=3")
                }
                try self.init(smoothing: smoothing)
            default:
                throw Problem(
                    message: "\"\(name)\" is not a step",
                    remedy: "write one of \(Self.names.joined(separator: ", "))"
                )
            }
        }
    }

    /// Objects of sizes from `least` to `most`.
    init(least: Double, most: Double, unit: SizeUnit) throws(Problem) {
        guard least >= 0, least.isFinite, most >= least else {
            throw Problem(
                message: "\(unit.rawValue) from \(least) to \(most) leaves nothing",
                remedy: "write the smallest size, then the largest, for example [20, 5000]; inf is no limit"
            )
        }
        self = .keepSizes(least: least, most: most, unit: unit)
    }

    /// Objects cut where they are narrow.
    init(smoothing: Double) throws(Problem) {
        guard (0...Self.mostSmoothing).contains(smoothing) else {
            throw Problem(
                message: "split_touching = \(smoothing) is no smoothing",
                remedy: "write pixels from 0 to \(Int(Self.mostSmoothing))"
            )
        }
        self = .splitTouching(smoothing: smoothing)
    }
}

import Classifiers
import Features
import Forests
import Imaging

/// A request made definite for one classifier: what is computed and which rule makes the foreground.
struct SegmentationTask {
    /// What becomes of the forest's votes.
    enum Probabilities: Equatable {
        case none
        /// One plane per class.
        case all
        /// Only this class, counted from 1.
        case one(Int)
        /// The class number as a float: a ProbabilityMapper whose forest ends in a class.
        case classNumber
    }

    /// Which pixels are foreground.
    enum Foreground: Equatable {
        case none
        case positiveClass(Int)
        /// The first plane of probabilities is at least this.
        case threshold(Float)
    }

    let classifier: Classifier
    let probabilities: Probabilities
    let foreground: Foreground
    let wantsClassMap: Bool
    let wantsProbabilities: Bool
    let wantsMask: Bool
    let wantsLabels: Bool
    let sample: PixelSample?

    /// Resolves `request` for `classifier`.
    init(_ request: SegmentationRequest, for classifier: Classifier) throws(SegmentationError) {
        self.classifier = classifier
        let products = request.products
        sample = request.sample
        wantsClassMap = products.contains(.classMap)
        wantsProbabilities = products.contains(.probabilities)
        wantsMask = products.contains(.mask)
        wantsLabels = products.contains(.labels)
        let isMapper = classifier.kind == .probabilityMapper
        if !wantsMask && !wantsLabels {
            foreground = .none
        } else if isMapper {
            guard let threshold = request.threshold else { throw .noThreshold }
            foreground = .threshold(threshold)
        } else {
            guard let positive = classifier.foregroundClass(asked: request.positiveClass) else {
                throw .noPositiveClass
            }
            foreground = .positiveClass(positive)
        }
        if !wantsProbabilities && !(isMapper && foreground != .none) {
            probabilities = .none
        } else if isMapper {
            probabilities = classifier.probabilityClass.map(Probabilities.one) ?? .classNumber
        } else {
            probabilities = .all
        }
    }

    /// Planes of probabilities that come out.
    var probabilityPlaneCount: Int {
        switch probabilities {
        case .none: 0
        case .all: classifier.forest.classCount
        case .one, .classNumber: 1
        }
    }

    /// Planes of votes the forest must write for them.
    var votePlaneCount: Int {
        switch probabilities {
        case .none, .classNumber: 0
        case .all, .one: classifier.forest.classCount
        }
    }
}

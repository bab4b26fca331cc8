package import Imaging

/// A step of a recipe: it takes the result so far and gives the next.
///
/// To add one: a case here, with what it needs and gives, and a file in `Worker/Steps/` that does it.
package enum RecipeStep: Sendable, Hashable, Codable {
    /// Pixels to a class map and probabilities, by the classifier file of this SHA-256, and to a mask of the foreground.
    case classifyPixels(classifier: String, foreground: Foreground?)
    /// Objects that others made: the label image that comes with the image, found by the pattern.
    case takeLabels(pattern: String)
    /// A mask to a label image: components that touch with their sides, in APOC's numbering.
    case connectComponents
    /// A class map to a label image: the components of every class but `background`, in one numbering.
    case connectEachClass(background: Int)
    /// Probabilities to a label image, by one threshold or two, as ilastik makes objects of them.
    case thresholdProbabilities(ProbabilityThreshold)
    /// Leaves the objects of one class, by an ObjectSelector.
    case keepObjects(classifier: String, intensity: IntensitySource)
    /// Joins objects that touch, by an ObjectMerger.
    case mergeObjects(classifier: String, intensity: IntensitySource)
    /// Leaves the objects of a size from `least` to `most`; nil is no limit, for JSON has no infinity.
    case keepSizes(least: Double, most: Double?, unit: SizeUnit)
    /// Takes away the objects that touch the border of the image.
    case dropBorderObjects
    /// Gives an object the pixels that it encloses.
    case fillHoles
    /// Cuts objects where they are narrow.
    case splitTouching(smoothing: Double)
    /// Gives each object a class, by an ObjectClassifier or, from the columns of the object table, a TableRowClassifier.
    case classifyObjects(classifier: String, intensity: IntensitySource)

    /// What must have been made before.
    package var needs: Set<Product> {
        switch self {
        case .classifyPixels, .takeLabels: []
        case .connectComponents: [.mask]
        case .connectEachClass: [.classMap]
        case .thresholdProbabilities: [.probabilities]
        case .keepObjects, .mergeObjects, .keepSizes, .dropBorderObjects, .fillHoles, .splitTouching, .classifyObjects:
            [.labels]
        }
    }

    /// What it adds to the recipe's identity beside the classifier files and the foreground, which are written there of
    /// old; nil for nothing.
    package var identity: String? {
        switch self {
        case .classifyPixels, .connectComponents: nil
        case .takeLabels(let pattern): "labels=\(pattern)"
        case .connectEachClass(let background): "each_class=\(background)"
        case .thresholdProbabilities(let threshold): "threshold=\(threshold.optionText)"
        case .keepObjects(_, let intensity): "keep=\(intensity)"
        case .mergeObjects(_, let intensity): "merge=\(intensity)"
        case .keepSizes(let least, let most, let unit): "\(unit.rawValue)=\(least),\(most ?? .infinity)"
        case .dropBorderObjects: "border=drop"
        case .fillHoles: "fill_holes"
        case .splitTouching(let smoothing): "split_touching=\(smoothing)"
        case .classifyObjects(_, let intensity): "classify=\(intensity)"
        }
    }

    /// What it makes, or makes anew; what a classifier gives by itself is among its facts.
    package var gives: Set<Product> {
        switch self {
        case .classifyPixels(_, let foreground): foreground == nil ? [] : [.mask]
        case .connectComponents: [.labels]
        // The mask is the objects' pixels wherever something was done to objects.
        case .takeLabels, .connectEachClass, .thresholdProbabilities, .keepObjects, .mergeObjects, .keepSizes,
            .dropBorderObjects, .fillHoles, .splitTouching:
            [.labels, .mask]
        case .classifyObjects: [.objectClasses]
        }
    }

    /// SHA-256 of the classifier file that it works by.
    package var classifier: String? {
        switch self {
        case .classifyPixels(let digest, _), .keepObjects(let digest, _), .mergeObjects(let digest, _),
            .classifyObjects(let digest, _):
            digest
        default: nil
        }
    }

    /// What it is called in configurations and summaries.
    package var name: String {
        switch self {
        case .classifyPixels: "classifier"
        case .takeLabels: "labels"
        case .connectComponents: "connect"
        case .connectEachClass: "each-class"
        case .thresholdProbabilities: "threshold"
        case .keepObjects: "keep"
        case .mergeObjects: "merge"
        case .keepSizes(_, _, let unit): unit.rawValue
        case .dropBorderObjects: "border"
        case .fillHoles: "fill_holes"
        case .splitTouching: "split_touching"
        case .classifyObjects: "classify"
        }
    }
}

/// Which pixels are foreground.
package enum Foreground: Sendable, Hashable, Codable {
    /// Those of a class, counted from 1.
    case positiveClass(Int)
    /// Those whose probability is at least this.
    case threshold(Float)
}

/// The pixel values below the objects that an object classifier measures.
package enum IntensitySource: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Those of a channel of the image, from 0.
    case channel(Int)
    /// None: the label numbers stand for them, as in APOC without an image.
    case labels

    package var description: String {
        switch self {
        case .channel(let number): "\(number)"
        case .labels: "none"
        }
    }
}

/// What the size of an object is measured in; raw values are the keys in configurations.
package enum SizeUnit: String, Sendable, Hashable, Codable, CaseIterable {
    /// Pixels, or voxels.
    case pixels = "area"
    /// Square micrometres, of objects in planes.
    case squareMicrometres = "area_um2"
    /// Cubic micrometres, of objects in volumes.
    case cubicMicrometres = "volume_um3"
}

import Measurement

extension TrainedClassifier {
    /// The classifier in an APOC file, of pixels or of objects as its header says.
    init(_ file: APOCFile) throws(ClassifierError) {
        if let kind = try Self.objectKind(of: file.header) {
            self = .objects(try ObjectClassifier(file, kind: kind))
        } else {
            self = .pixels(try Classifier(file))
        }
    }

    /// What the classifier of objects does; nil where the file is one of pixels.
    ///
    /// A file without a class name is opened by any class of APOC: one dimension, which no image has, tells objects.
    private static func objectKind(of header: APOCHeader) throws(ClassifierError) -> ObjectClassifierKind? {
        switch header.className {
        case .objectClassifier: return .objectClassifier
        case .objectSelector: return .objectSelector
        case .objectMerger: return .objectMerger
        case .tableRowClassifier: return .tableRowClassifier
        case nil where header.groundTruthDimensions == 1:
            return header.positiveClass == nil ? .objectClassifier : .objectSelector
        case .pixelClassifier where header.groundTruthDimensions == 1:
            let names = header.featureSpecification.split { $0 == " " || $0 == "," }
            let areOfObjects = names.contains { (try? ObjectFeature(named: String($0))) != nil }
            if areOfObjects { throw .objectsUnderPixelName }
            return nil
        case nil, .pixelClassifier, .objectSegmenter, .probabilityMapper: return nil
        }
    }
}

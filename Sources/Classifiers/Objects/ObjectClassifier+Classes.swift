import Forests
package import Imaging
package import Measurement

extension ObjectClassifier {
    /// The values that the forest reads of each object, a list an input, by label from 0, the background.
    ///
    /// - Parameters:
    ///   - intensity: one channel of the image, of which APOC takes the first; nil takes the labels for it.
    ///   - background: whether all of the background is measured, which takes time and decides nothing.
    /// - Precondition: an ObjectClassifier or ObjectSelector.
    package func features(
        of labels: LabelImage,
        intensity: PixelValues?,
        background: Bool = true
    ) throws(ObjectMeasurementError) -> [[Float]] {
        guard case .objects(let features) = inputs else { preconditionFailure("\(kind) does not read objects") }
        return try ObjectFeatureTable.columns(
            of: features,
            names: featureNames,
            labels: labels,
            intensity: intensity?.floats,
            background: background
        )
    }

    /// The class of each object; none where one of its features is NaN, as in APOC.
    ///
    /// - Parameter intensity: one channel of the image, of which APOC takes the first; nil takes the labels for it.
    /// - Precondition: an ObjectClassifier or ObjectSelector.
    package func classes(
        of labels: LabelImage,
        intensity: PixelValues?
    ) throws(ObjectMeasurementError) -> ObjectClasses {
        let features = try features(of: labels, intensity: intensity, background: false)
        var classes = Self.classes(of: features, forest: forest)
        classes.setNone(0)
        // Labels behind the last one that a pixel carries, and gaps before it, are nobody's.
        let behind = max(labels.count + 1 - classes.classes.count, 0)
        classes.classes += [UInt8](repeating: 0, count: behind)
        classes.probabilities += [Float](repeating: .nan, count: behind)
        let isPresent = labels.presence
        for label in classes.classes.indices where !isPresent[label] { classes.setNone(label) }
        return classes
    }

    /// The objects of the positive class, numbered from 1 in the order of their old labels.
    ///
    /// - Precondition: an ObjectSelector.
    package func selected(
        from labels: LabelImage,
        intensity: PixelValues?
    ) throws(ObjectMeasurementError) -> RenumberedObjects {
        guard let positiveClass else { preconditionFailure("\(kind) selects nothing") }
        let classes = try classes(of: labels, intensity: intensity).classes
        var next: UInt32 = 0
        let numbers = classes.enumerated().map { label, number -> UInt32 in
            guard label > 0, Int(number) == positiveClass else { return 0 }
            next += 1
            return next
        }
        return RenumberedObjects(labels, numbers: numbers)
    }

    /// The class of every row of a forest's inputs, by the rules of APOC's tables.
    static func classes(of features: [[Float]], forest: RandomForest) -> ObjectClasses {
        let count = features.first?.count ?? 0
        var result = ObjectClasses(
            classes: [UInt8](repeating: 0, count: count),
            probabilities: [Float](repeating: .nan, count: count),
            classCount: forest.classCount
        )
        forest.forEachPixel(of: features, count: count) { row, votes in
            guard !features.contains(where: { $0[row].isNaN }) else { return }
            let number = RandomForest.firstMaximum(votes)
            result.classes[row] = number
            result.probabilities[row] = RandomForest.probability(ofClass: Int(number), votes: votes)
        }
        return result
    }
}

extension ObjectClasses {
    fileprivate mutating func setNone(_ label: Int) {
        classes[label] = 0
        probabilities[label] = .nan
    }
}

extension LabelImage {
    /// Whether a pixel carries the label, from 0 on.
    fileprivate var presence: [Bool] {
        var presence = [Bool](repeating: false, count: count + 1)
        for label in labels { presence[Int(label)] = true }
        return presence
    }
}

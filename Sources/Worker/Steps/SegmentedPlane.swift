import Classifiers
import Imaging
import Morphology
import Segmentation
import WorkerProtocol

/// One looped plane, or one volume, with the result so far.
struct SegmentedPlane {
    /// P, from 0.
    let position: Int
    /// T, from 0.
    let frame: Int
    /// Z, from 0; of a volume the first slice.
    let slice: Int
    let size: ImageSize
    /// The pixels, one entry a channel, (Z, Y, X), x fastest.
    let channels: [PixelValues]
    /// What was made of it; each step takes it and gives the next.
    var segmentation: SegmentationResult
    /// The features of each channel, in the order of the classifier's plan, where they are written.
    var features: [[[Float]]] = []
    /// The class of the class map that each object was made of, by label; nil where all are of one.
    var pixelClasses: [UInt8]?
    /// The class that a classifier of objects gave to each object; nil where none did.
    var objectClasses: ObjectClasses?
    /// Objects that are there; fewer than the largest label where numbers are left out. Nil without labels.
    var objectCount: Int?

    /// The classes by which objects are shown: those that a classifier gave them, else those that they were made of.
    var shownClasses: ObjectClasses? {
        objectClasses
            ?? pixelClasses.map { classes in
                ObjectClasses(
                    classes: classes,
                    probabilities: classes.map { $0 == 0 ? .nan : 1 },
                    classCount: Int(classes.max() ?? 0)
                )
            }
    }

    /// Puts objects that were made of the present ones in their place.
    mutating func replaceObjects(_ made: Relabelled) {
        segmentation.labels = made.labels
        objectCount = made.labels.count
        pixelClasses = pixelClasses.map { classes in made.origins.map { classes[Int($0)] } }
        objectClasses = objectClasses?.carried(to: made.origins)
    }

    /// The same for objects that a classifier left or joined; each counts as the first of those that it was made of.
    mutating func replaceObjects(_ made: RenumberedObjects) {
        let origins = made.origins.prefix(made.labels.count + 1).map { UInt32($0.first ?? 0) }
        replaceObjects(Relabelled(labels: made.labels, origins: origins))
        // APOC leaves the gaps that labels without a pixel make.
        objectCount = made.labels.presentCount
    }

    /// The labels that a step works on.
    func labels() throws(Failure) -> LabelImage {
        guard let labels = segmentation.labels else { throw .internalFault("no labels for a step") }
        return labels
    }

    /// The pixel values that a classifier of objects measures; nil for none.
    func intensity(_ source: IntensitySource) throws(Failure) -> PixelValues? {
        switch source {
        case .labels: return nil
        case .channel(let number):
            guard channels.indices.contains(number) else {
                throw Failure(
                    kind: "channel_mismatch",
                    message:
                        "a step measures objects in channel \(number), and the image has \(channels.count) (from 0)",
                    remedy: "name another channel in the step (`channel = 0`)"
                )
            }
            return channels[number]
        }
    }
}

package import Classifiers
import Features
import Forests
package import Imaging
package import TIFFFiles
package import WorkerProtocol

/// An image opened for a classifier: what its axes mean is decided here and nowhere else (Sources/README.md, decision 7).
package struct ClassifierImage {
    /// Reads the planes; its layout has a name for every axis.
    package let reader: TIFFReader
    /// Whether the slices of a frame belong together.
    package let isVolume: Bool
    /// What was assumed or left out, as sentences.
    package let warnings: [String]

    /// Opens the image in `sources`, whose descriptors stay the caller's; `axes` are names that overrule the file's.
    ///
    /// - Parameter classifier: that of the pixels; without one, for objects that others made, an image with a Z is a volume.
    /// - Throws: an `Failure` where it cannot be read, or has other channels than the classifier takes.
    package init(
        sources: [TIFFSource],
        axes: AxisNames?,
        classifier: Classifier?,
        limits: TIFFLimits = .standard
    ) throws(Failure) {
        let name = sources.first?.name ?? "the image"
        let takesVolumes = classifier.map { $0.dimensions == 3 } ?? true
        do {
            reader = try TIFFReader(
                sources: sources,
                limits: limits,
                axes: AxisReading(names: axes, unnamed: classifier?.dimensions == 3 ? .slices : .frames)
            )
        } catch {
            throw Failure(reading: error)
        }
        let shape = reader.layout.shape
        if let classifier, shape.channels != classifier.channelCount {
            throw Self.channelMismatch(reader, name: name, classifier: classifier)
        }
        isVolume = takesVolumes && shape.slices > 1
        warnings = reader.warnings + [Self.remark(reader, axes: axes, classifier)].compactMap(\.self)
    }

    /// Refuses an image that lacks what its file promises; one that nobody writes any more is read as far as it goes.
    func checkWhole(name: String) throws(Failure) {
        guard ImageVerdict(nil, isWhole: reader.isWhole, writing: .possible) == .wait else { return }
        throw Failure(
            kind: TIFFProblem.incompleteSeries.rawValue,
            message: "\(name): it promises more planes than it holds",
            remedy: TIFFProblem.incompleteSeries.remedy,
            mayBeUnfinished: true
        )
    }

    /// Where a looped plane, or volume, lies.
    package struct Place {
        /// T, from 0.
        package var frame: Int
        /// Z, from 0; of a volume the first slice.
        package var slice: Int
    }

    /// Size of a plane, or of a volume.
    package var size: ImageSize {
        var size = reader.layout.shape.size
        size.depth = isVolume ? reader.layout.shape.slices : 1
        return size
    }

    /// All looped planes, or volumes, in the order T, Z.
    package var places: [Place] {
        let shape = reader.layout.shape
        return (0..<shape.frames).flatMap { frame in
            stride(from: 0, to: shape.slices, by: size.depth).map { Place(frame: frame, slice: $0) }
        }
    }

    /// The pixels of a plane or volume, one entry a channel, (Z, Y, X), x fastest; `progress` is called once a page.
    package func read(_ place: Place, progress: () -> Void) throws(Failure) -> [PixelValues] {
        do {
            return try (0..<reader.layout.shape.channels).map { channel in
                progress()
                var pixels = try reader.plane(frame: place.frame, slice: place.slice, channel: channel)
                for slice in place.slice + 1..<place.slice + size.depth {
                    progress()
                    pixels.append(try reader.plane(frame: place.frame, slice: slice, channel: channel))
                }
                return pixels
            }
        } catch let error as TIFFError {
            throw Failure(reading: error)
        } catch {
            throw .internalFault("\(error)")
        }
    }

    /// What a person should know of the way the axes are taken.
    private static func remark(_ reader: TIFFReader, axes: AxisNames?, _ classifier: Classifier?) -> String? {
        let takesVolumes = classifier?.dimensions == 3
        let shape = reader.layout.shape
        let taken = reader.takenAxes.names
        if axes != nil {
            let described = reader.pageAxes.filter { $0.name != nil }
            let isOverruled = !described.isEmpty && reader.pageAxes.map(\.name) != reader.takenAxes.map(\.name)
            return isOverruled ? "the file calls its axes \(reader.pageAxes.names); they are taken as \(taken)" : nil
        }
        if reader.pageAxes.lackNames {
            let pages = reader.pageAxes.map { "\($0.extent)" }.joined(separator: " × ")
            let start = "its \(pages) pages have no axis names and are taken as \(taken)"
            let isVolume = takesVolumes && shape.slices > 1
            let others = isVolume ? ["TYX", "CZYX", "TCZYX"] : ["ZYX", "TZYX", "TCZYX"]
            return start + (isVolume ? ", as the classifier was trained on volumes" : ", each page by itself")
                + "; if that is wrong, name them (\(advice(others[min(reader.pageAxes.count, others.count) - 1])))"
        }
        guard takesVolumes, shape.slices == 1, shape.frames > 1 else { return nil }
        let asDepth = reader.pageAxes.map { $0.name == "T" ? PageAxis(name: "Z", extent: $0.extent) : $0 }
        return "the classifier was trained on volumes, and the image has no Z: its \(shape.frames) frames (\(taken))"
            + " are segmented as planes; if they are slices, name them so (\(advice(asDepth.names)))"
    }

    private static func channelMismatch(_ reader: TIFFReader, name: String, classifier: Classifier) -> Failure {
        let channels = reader.layout.shape.channels
        let remedy = suggestion(reader, classifier).map { $0 + "; otherwise use a classifier trained on such images" }
        return Failure(
            kind: "channel_mismatch",
            message: "\(name) (\(reader.pageAxes.names)) has \(channels) channel(s), the classifier was trained on "
                + "\(classifier.channelCount) (\(classifier.forest.featureCount) inputs, "
                + "\(classifier.plan.outputs.count) features a channel)",
            remedy: remedy ?? "use a classifier trained on images like this one",
            // The other channels may be pages that are still to come.
            mayBeUnfinished: channels < classifier.channelCount
        )
    }

    /// Names under which the image would fit the classifier, in a sentence; nil when there are none.
    private static func suggestion(_ reader: TIFFReader, _ classifier: Classifier) -> String? {
        var axes = reader.pageAxes
        let samples = reader.layout.shape.channels / max(1, reader.takenAxes.first { $0.name == "C" }?.extent ?? 1)
        guard classifier.channelCount.isMultiple(of: samples) else { return nil }
        let wanted = classifier.channelCount / samples
        let reason: String
        if wanted == 1 {
            reason = "its axis C is something else"
        } else {
            guard let index = axes.firstIndex(where: { $0.extent == wanted }) else { return nil }
            reason = "its pages run through \(wanted) channels"
            for other in axes.indices where axes[other].name == "C" { axes[other].name = nil }
            axes[index].name = "C"
        }
        // What is not C is Z or T: for a volume the fastest such axis is Z.
        for index in axes.indices.reversed() where axes[index].name == nil || (wanted == 1 && axes[index].name == "C") {
            let free: [Character] = (classifier.dimensions == 3 ? ["Z", "T"] : ["T", "Z"]).filter { letter in
                !axes.contains { $0.name == letter }
            }
            guard let letter = free.first else { return nil }
            axes[index].name = letter
        }
        return "if \(reason), name the axes (\(advice(axes.names)))"
    }

    private static func advice(_ names: String) -> String { "for example axes = \"\(names)\" or --axes \(names)" }
}

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

    /// Opens the image in `sources`, whose descriptors stay the caller's; `axes` is what somebody says about its axes.
    ///
    /// - Parameter classifier: that of the pixels; without one, for objects that others made, an image with a Z is a volume.
    /// - Throws: an `Failure` where it cannot be read, has other channels than the classifier takes, or is too small for a
    ///   feature of it.
    package init(
        sources: [TIFFSource],
        axes: AxisChoice,
        classifier: Classifier?,
        limits: TIFFLimits = .standard
    ) throws(Failure) {
        let name = sources.first?.name ?? "the image"
        let takesVolumes = classifier.map { $0.dimensions == 3 } ?? true
        do {
            reader = try TIFFReader(
                sources: sources,
                taking: axes,
                unnamed: classifier?.dimensions == 3 ? .slices : .frames,
                limits: limits
            )
        } catch {
            throw Failure(reading: error)
        }
        let shape = reader.layout.shape
        if let classifier, shape.channels != classifier.channelCount {
            let all = axes.channels == nil ? reader.layout : Self.layout(sources, axes.names, limits)
            throw ChannelMismatch(reader, name: name, classifier: classifier, all: all).failure
        }
        isVolume = takesVolumes && shape.slices > 1
        warnings = reader.warnings + [Self.remark(reader, axes: axes.names, classifier)].compactMap(\.self)
        try checkSize(name: name, classifier)
    }

    /// Refuses an image of more planes than a report, and a summary, can tell of.
    func checkPlanes(name: String) throws(Failure) {
        let shape = reader.layout.shape
        let planes = shape.positions * shape.frames * (isVolume ? 1 : shape.slices)
        guard planes > JobReport.mostPlanes else { return }
        throw Failure(
            kind: "image_too_large",
            message: "\(name) has \(planes) planes; a result tells of \(JobReport.mostPlanes) at most",
            remedy: "split the image, or take some of its positions (positions = [1, 2])"
        )
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
        /// P, from 0.
        package var position = 0
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

    /// All looped planes, or volumes, in the order P, T, Z.
    package var places: [Place] {
        let shape = reader.layout.shape
        return stride(from: 0, to: shape.placeCount, by: size.depth).map { index in
            let place = shape.place(at: index)
            return Place(position: place.position, frame: place.frame, slice: place.slice)
        }
    }

    /// The pixels of a plane or volume, one entry a channel, (Z, Y, X), x fastest; `progress` is called once a page.
    package func read(_ place: Place, progress: () -> Void) throws(Failure) -> [PixelValues] {
        do {
            return try (0..<reader.layout.shape.channels).map { channel in
                progress()
                var pixels = try plane(place, slice: place.slice, channel: channel)
                for slice in place.slice + 1..<place.slice + size.depth {
                    progress()
                    pixels.append(try plane(place, slice: slice, channel: channel))
                }
                return pixels
            }
        } catch let error as TIFFError {
            throw Failure(reading: error)
        } catch {
            throw .internalFault("\(error)")
        }
    }

    private func plane(_ place: Place, slice: Int, channel: Int) throws(TIFFError) -> PixelValues {
        try reader.plane(position: place.position, frame: place.frame, slice: slice, channel: channel)
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

    /// The layout of the whole image, of which some channels were taken; nil where it cannot be read.
    private static func layout(_ sources: [TIFFSource], _ axes: AxisNames?, _ limits: TIFFLimits) -> ImageLayout? {
        try? TIFFReader(sources: sources, taking: AxisChoice(names: axes), limits: limits).layout
    }

    static func advice(_ names: String) -> String { "for example axes = \"\(names)\" or --axes \(names)" }
}

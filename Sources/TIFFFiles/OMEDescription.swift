import Imaging

/// What of an OME-XML description matters here: the first image's extents, calibration and pages.
struct OMEDescription {
    /// `TiffData`: which pages hold which planes.
    private struct Assignment {
        var attributes: [String: String]
        var fileName: String?
        var fileIdentifier: String?

        func number(_ key: String) -> Int? { attributes[key].flatMap { Int($0) } }
    }

    private let identifier: String?
    private let pixels: [String: String]
    private var assignments: [Assignment] = []
    /// Images (positions, series) described.
    private(set) var imageCount = 0
    /// The metadata are in a companion file.
    private(set) var isBinaryOnly = false

    /// Whether `text` looks like OME-XML, whole or not.
    static func isPresent(in text: String) -> Bool {
        let start = text.drop { $0.isWhitespace }
        return start.hasPrefix("<") && (text.contains("<OME") || text.contains(":OME "))
    }

    /// Reads `xml`; nil when it describes no image.
    init?(_ xml: String) throws(XMLScanner.Problem) {
        let elements = try XMLScanner.elements(
            of: xml,
            named: ["OME", "BinaryOnly", "Image", "Pixels", "TiffData", "UUID"]
        )
        var identifier: String?
        var pixels: [String: String]?
        for element in elements {
            switch element.name {
            case "OME": identifier = element.attributes["UUID"]
            case "BinaryOnly": isBinaryOnly = true
            case "Image": imageCount += 1
            case "Pixels" where imageCount <= 1: pixels = element.attributes
            case "TiffData" where imageCount <= 1: assignments.append(Assignment(attributes: element.attributes))
            case "UUID" where imageCount <= 1 && !assignments.isEmpty:
                assignments[assignments.count - 1].fileName = element.attributes["FileName"]
                assignments[assignments.count - 1].fileIdentifier = element.text
            default: break
            }
        }
        guard pixels != nil || isBinaryOnly else { return nil }
        self.identifier = identifier
        self.pixels = pixels ?? [:]
    }

    /// Extents and order of the planes, where a page holds `samples` channels.
    func order(samples: Int) throws(TIFFFault) -> PlaneOrder {
        let text = pixels["DimensionOrder"] ?? "XYCZT"
        guard let axes = PlaneOrder.axes(text.dropFirst(2)), let frames = size("T"), let slices = size("Z"),
            let channels = size("C")
        else {
            throw TIFFFault(.badTag, "its OME description has no usable sizes (order \(text))")
        }
        // Opacity is a sample too, and some writers do not count it.
        let perPage = channels % samples == 0 ? channels / samples : channels < samples ? 1 : channels
        return PlaneOrder(frames: frames, slices: slices, channels: perPage, fastestFirst: axes)
    }

    /// The page of every plane of `order`, of `pageCount` pages in the file called `name`.
    func pages(_ order: PlaneOrder, samples: Int, pageCount: Int, name: String) throws(TIFFFault) -> [Int] {
        let foreign = try foreignFiles(name: name, pageCount: pageCount, planes: order.planeCount)
        guard let planes = order.planeCount, planes <= pageCount || !foreign.isEmpty else {
            let planned = "\(order.frames) frames × \(order.slices) slices × \(order.channels) channels"
            throw TIFFFault(.incompleteSeries, "it is described as \(planned), and holds \(pageCount) planes")
        }
        guard foreign.isEmpty else {
            throw TIFFFault(.unsupportedFileSet, "it is one of several files of an image; another is \(foreign[0])")
        }
        guard assignments.contains(where: { !$0.attributes.isEmpty }) else { return Array(0..<planes) }
        var pages = [Int?](repeating: nil, count: planes)
        for assignment in assignments {
            let first = order.index(
                frame: clamped(assignment.number("FirstT"), order.frames),
                slice: clamped(assignment.number("FirstZ"), order.slices),
                channel: clamped(assignment.number("FirstC").map { $0 / samples }, order.channels)
            )
            let page = max(0, assignment.number("IFD") ?? 0)
            let isAll = assignment.number("IFD") == nil && assignment.number("PlaneCount") == nil
            let count = min(isAll ? planes : max(0, assignment.number("PlaneCount") ?? 1), planes - first)
            for step in 0..<max(0, count) where page < pageCount - step { pages[first + step] = page + step }
        }
        let present = pages.compactMap { $0 }
        guard present.count == planes else {
            throw TIFFFault(
                .incompleteSeries,
                "its description names \(planes) planes and has pages for \(present.count)"
            )
        }
        return present
    }

    /// Physical size of a pixel; OME's default unit is the micrometre.
    var pixelSize: PixelSize? {
        guard let x = positive("PhysicalSizeX"), let y = positive("PhysicalSizeY") ?? positive("PhysicalSizeX") else {
            return nil
        }
        return PixelSize(x: x, y: y, z: positive("PhysicalSizeZ"), unit: pixels["PhysicalSizeXUnit"] ?? "µm")
    }

    /// Seconds between frames.
    var frameInterval: Double? {
        positive("TimeIncrement").flatMap { increment in
            TimeUnit.seconds(pixels["TimeIncrementUnit"] ?? "s").map { increment * $0 }
        }
    }

    /// Names of other files that hold planes of the image. A file that was renamed is not another one.
    private func foreignFiles(name: String, pageCount: Int, planes: Int?) throws(TIFFFault) -> [String] {
        let named = assignments.filter { $0.fileName != nil }
        if let unsafe = named.compactMap(\.fileName).first(where: { $0.contains("/") || $0.contains("\\") }) {
            throw TIFFFault(.incompleteSeries, "part of it is said to be in \(unsafe), outside its folder")
        }
        let files = Set(named.map { $0.fileIdentifier ?? $0.fileName ?? "" })
        if files.count <= 1, let planes, planes <= pageCount { return [] }
        let foreign = named.filter { assignment in
            identifier.map { $0 != assignment.fileIdentifier } ?? (assignment.fileName != name)
        }
        return foreign.compactMap(\.fileName)
    }

    private func clamped(_ value: Int?, _ extent: Int) -> Int { min(max(0, value ?? 0), extent - 1) }

    private func size(_ axis: String) -> Int? {
        pixels["Size\(axis)"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    private func positive(_ key: String) -> Double? {
        pixels[key].flatMap { Double($0) }.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }
}

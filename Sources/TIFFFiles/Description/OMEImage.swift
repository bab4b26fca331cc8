/// One image of an OME description: its extents, and where its planes are said to lie.
package struct OMEImage {
    /// `TiffData`: which pages of which file hold which planes.
    struct Assignment {
        var attributes: [String: String]
        /// Nil when it names no file, and so means the one that the description is in.
        var fileName: String?
        var fileIdentifier: String?

        /// The index called `key`, 0 when it is not written; nil when it is no index.
        func index(_ key: String) -> Int? {
            guard let text = attributes[key] else { return 0 }
            return Int(text.trimmed).flatMap { $0 >= 0 ? $0 : nil }
        }
    }

    /// What the image is called: the position, or series.
    var name: String?
    /// The names of its channels, nil for one without.
    var channels: [String?] = []
    /// The attributes of `Pixels`.
    var pixels: [String: String] = [:]
    var assignments: [Assignment] = []
    /// The attributes of each `Plane`.
    var planes: [[String: String]] = []
    /// The attributes of its `StageLabel`.
    var stage: [String: String] = [:]
    /// When the recording began.
    var date: String?

    /// Extents and order of the planes, where a page of the file's `pageCount` holds `samples` channels.
    func order(samples: Int, pageCount: Int, _ warnings: inout [String]) throws(TIFFFault) -> PlaneOrder {
        let text = pixels["DimensionOrder"] ?? "XYCZT"
        guard let axes = PlaneOrder.axes(text.dropFirst(2)) else {
            throw TIFFFault(.badTag, "its OME description has no usable order of axes (\(text))")
        }
        let absent = ["T", "Z", "C"].filter { pixels["Size\($0)"] == nil }
        let channels = try size("C")
        var order = PlaneOrder(
            frames: try size("T"),
            slices: try size("Z"),
            // Opacity is a sample too, and some writers do not count it.
            channels: channels % samples == 0 ? channels / samples : channels < samples ? 1 : channels,
            fastestFirst: axes
        )
        guard let first = absent.first.flatMap({ PlaneOrder.Axis(rawValue: Character($0)) }) else { return order }
        // Pages that nothing accounts for run along what is not described.
        if let planes = order.planeCount, pageCount > planes, pageCount % planes == 0 {
            order[first] *= pageCount / planes
        }
        let names = absent.map { "Size\($0)" }.joined(separator: " and ")
        warnings.append(
            "its OME description has no \(names); \(order.words) are taken, as its \(pageCount) pages have it"
        )
        return order
    }

    /// The names of its channels; empty unless each has one.
    var names: [String] {
        let names = channels.compactMap { $0.map { String($0.onOneLine.trimmed.prefix(100)) } }.filter { !$0.isEmpty }
        return names.count == channels.count ? names : []
    }

    /// Seconds between frames.
    var frameInterval: Double? {
        guard let increment = pixels["TimeIncrement"].flatMap({ Double($0) }), increment > 0, increment.isFinite
        else { return nil }
        guard let unit = TimeUnit.seconds(pixels["TimeIncrementUnit"] ?? "s") else { return nil }
        return (increment * unit).isFinite ? increment * unit : nil
    }

    /// The page of every plane of `order`, of `pageCount` pages in `file`.
    func pages(
        _ order: PlaneOrder,
        samples: Int,
        pageCount: Int,
        in file: OMEOwnFile,
        _ warnings: inout [String]
    ) throws(TIFFFault) -> [Int] {
        guard let planes = order.planeCount else {
            throw TIFFFault(.incompleteSeries, "it is described as \(order.words), which no file can hold")
        }
        var placed: [(planes: Range<Int>, assignment: Assignment)] = []
        var isBeyond = false
        for assignment in assignments {
            guard let range = range(assignment, order, samples: samples, planes: planes) else {
                isBeyond = true
                continue
            }
            placed.append((range.clamped(to: 0..<planes), assignment))
            if range.upperBound > planes { isBeyond = true }
        }
        if isBeyond {
            warnings.append("its description has pages for planes beyond its \(order.words); they are ignored")
        }
        if file.isRenamed(from: placed.map(\.assignment)) {
            if let earlier = placed[0].assignment.fileName, !earlier.isEmpty {
                warnings.append("its description calls it \(earlier), as it was named before")
            }
        } else {
            try refuseOthers(placed.map(\.assignment).filter { !file.isMeant(by: $0) })
        }
        guard planes <= pageCount else {
            throw TIFFFault(
                .incompleteSeries,
                "it is described as \(order.words), and holds \(pageCount) of \(planes) planes"
            )
        }
        if assignments.isEmpty { return Array(0..<planes) }
        var pages = [Int?](repeating: nil, count: planes)
        var steps = 0
        for (range, assignment) in placed {
            // A small file could name all of its planes thousands of times.
            steps += range.count
            guard steps <= 1 << 24 else {
                throw TIFFFault(.badTag, "its description names its \(planes) planes again and again")
            }
            let page = assignment.index("IFD") ?? 0
            for plane in range where page < pageCount - (plane - range.lowerBound) {
                pages[plane] = page + plane - range.lowerBound
            }
        }
        let present = pages.compactMap { $0 }
        guard present.count == planes else {
            throw TIFFFault(
                .incompleteSeries,
                "its description promises \(order.words) and has pages for \(present.count) of these planes"
            )
        }
        return present
    }

    /// The planes that `assignment` is about; nil when the first of them is not among the described ones.
    private func range(_ assignment: Assignment, _ order: PlaneOrder, samples: Int, planes: Int) -> Range<Int>? {
        guard let frame = assignment.index("FirstT"), frame < order.frames,
            let slice = assignment.index("FirstZ"), slice < order.slices,
            let sample = assignment.index("FirstC"), sample / samples < order.channels,
            assignment.index("IFD") != nil, let count = assignment.index("PlaneCount")
        else { return nil }
        let first = order.index(frame: frame, slice: slice, channel: sample / samples)
        if assignment.attributes["PlaneCount"] == nil {
            return assignment.attributes["IFD"] == nil ? first..<planes : first..<first + 1
        }
        return first..<first + min(count, planes + 1)
    }

    /// Files that hold other planes of the image are not read.
    private func refuseOthers(_ foreign: [Assignment]) throws(TIFFFault) {
        let names = foreign.compactMap(\.fileName)
        if let outside = names.first(where: { $0.contains("/") || $0.contains("\\") }) {
            throw TIFFFault(.incompleteSeries, "part of it is said to be in \(outside), outside its folder")
        }
        if let other = names.first {
            throw TIFFFault(
                .unsupportedFileSet,
                "it is one of several files of an image; another is \(other.isEmpty ? "not named" : other)"
            )
        }
    }

    /// The extent along `axis`: what is not described is as long as the planes that are named.
    private func size(_ axis: String) throws(TIFFFault) -> Int {
        guard let text = pixels["Size\(axis)"] else {
            // Sizes that no file can have are refused when the planes are counted.
            return assignments.compactMap { $0.index("First\(axis)") }.reduce(0) { max($0, min($1, 1 << 40)) } + 1
        }
        guard let size = Int(text.trimmed), size > 0 else {
            throw TIFFFault(.badTag, "its OME description has no usable sizes (Size\(axis) is \(text))")
        }
        return size
    }
}

/// One image of an OME description: its extents, and where its planes are said to lie.
package struct OMEImage {
    /// `TiffData`: which pages of which file hold which planes.
    struct Assignment {
        var attributes: XMLAttributes
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
    var planes: [XMLAttributes] = []
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

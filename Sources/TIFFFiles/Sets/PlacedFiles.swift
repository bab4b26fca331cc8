import Imaging

/// Files that are an image each and make one together, as their names say: they are stacked along axes.
struct PlacedFiles {
    let files: [OpenTIFF]
    let sources: [TIFFSource]
    let limits: TIFFLimits

    private static let axes: [PlaneOrder.Axis] = [.channels, .slices, .frames, .positions]

    /// The image of all files.
    ///
    /// - Throws: where files differ, two have the same place, or one is missing before the last.
    func series() throws(TIFFFault) -> ImageSeries {
        let members = try members()
        let first = members[0]
        let grid = try grid()
        var order = PlaneOrder(unnamed: first.order.unnamed, fastestFirst: [])
        for axis in Self.axes {
            let extent = grid.extent(axis).multipliedReportingOverflow(by: first.order[axis])
            guard !extent.overflow, extent.partialValue <= 1 << 24 else {
                throw TIFFFault(.tooLarge, "its files have places up to \(grid.extent(axis)) of \(axis.rawValue)")
            }
            order[axis] = extent.partialValue
        }
        // Within a file planes lie as they lie; files follow each other along the slower axes.
        order.fastestFirst = first.order.fastestFirst.filter { first.order[$0] > 1 }
        order.fastestFirst += Self.axes.filter { !order.fastestFirst.contains($0) }
        guard let count = order.planeCount, count <= 1 << 24 else {
            throw TIFFFault(.tooLarge, "its files make \(order.words)")
        }
        var places: [PlanePlace] = []
        var missing = ""
        for index in 0..<count {
            guard let place = place(of: index, order, first.order, grid) else {
                missing = grid.missing
                break
            }
            places.append(place)
        }
        var warnings = uniqueWarnings(of: members)
        var lacks = members.contains { $0.lacksPlanes }
        if places.count < count {
            guard let begun = order.begun(places.count) else {
                throw TIFFFault(
                    .incompleteSeries,
                    "its files make \(order.words), and one is missing: \(missing)"
                )
            }
            warnings.append(
                "of its \(order.words), \(begun.words) are there, and are read; missing: \(missing)"
            )
            (order, lacks) = (begun, true)
            places = Array(places.prefix(begun.planeCount ?? 0))
        }
        var series = first
        (series.source, series.order, series.lacksPlanes) = (.spread(places, of: members.map(\.source)), order, lacks)
        series.warnings = warnings
        series.channelNames = names(.channels, "C", order, members, of: grid) { $0.channelNames }
        series.positionNames = names(.positions, "P", order, members, of: grid) { [$0.position].compactMap(\.self) }
        series.position = series.positionNames.first ?? first.position
        if grid.extent(.frames) > 1 { series.acquisition?.frameTimes = nil }
        return series
    }

    /// The image of each file; all have the same layout.
    private func members() throws(TIFFFault) -> [ImageSeries] {
        var members: [ImageSeries] = []
        for file in files {
            do throws(TIFFFault) {
                let member = try ImageSeriesResolver(opened: file, limits: limits).series()
                if let first = members.first { try compare(member, with: first) }
                members.append(member)
            } catch {
                throw error.inside(file.name)
            }
        }
        return members
    }

    private func compare(_ member: ImageSeries, with first: ImageSeries) throws(TIFFFault) {
        let (own, others) = (member.firstPage.format, first.firstPage.format)
        guard own == others else {
            let isType = own.size == others.size
            func words(_ format: StoredPage.Format) -> String {
                isType
                    ? "\(format.samples) × \(format.encoding.bits) bits (\(format.encoding.pixelType.rawValue))"
                    : "\(format.size) pixels"
            }
            throw TIFFFault(.differentSizes, "it has \(words(own)), and \(files[0].name) has \(words(others))")
        }
        guard member.order.isLike(first.order) else {
            throw TIFFFault(
                .incompleteSeries,
                "it has \(member.order.longWords), and \(files[0].name) has \(first.order.longWords)"
            )
        }
    }

    /// Which file has which place.
    private func grid() throws(TIFFFault) -> FileGrid {
        var grid = FileGrid()
        for (number, source) in sources.enumerated() {
            guard try grid.put(number, at: source.place ?? [:]) else {
                throw TIFFFault(
                    .incompleteSeries,
                    "its name gives it the same place as another file of the image"
                ).inside(source.name)
            }
        }
        return grid
    }

    /// The file and the plane in it of the plane `index` of `order`, where each file has `inner`; nil where it is missing.
    private func place(of index: Int, _ order: PlaneOrder, _ inner: PlaneOrder, _ grid: FileGrid) -> PlanePlace? {
        var rest = index
        var steps: [PlaneOrder.Axis: Int] = [:]
        for axis in order.fastestFirst {
            steps[axis] = rest % order[axis]
            rest /= order[axis]
        }
        let file = Self.axes.map { (steps[$0] ?? 0) / inner[$0] }
        guard let number = grid.file(at: file) else { return nil }
        var plane = 0
        for axis in inner.fastestFirst.reversed() { plane = plane * inner[axis] + (steps[axis] ?? 0) % inner[axis] }
        return PlanePlace(file: number, plane: plane)
    }

    /// The names along an axis: those that the files' names have, else those that the files themselves have.
    private func names(
        _ axis: PlaneOrder.Axis,
        _ letter: String,
        _ order: PlaneOrder,
        _ members: [ImageSeries],
        of grid: FileGrid,
        own: (ImageSeries) -> [String]
    ) -> [String] {
        var names: [String] = []
        let inner = members[0].order[axis]
        for step in 0..<order[axis] / inner {
            guard let number = grid.first(axis, step) else { return [] }
            if inner == 1, let name = sources[number].names?[letter] {
                names.append(String(name.onOneLine.trimmed.prefix(100)))
            } else {
                names += own(members[number])
            }
        }
        // Files that were recorded in the same way often call their only channel the same.
        guard Set(names).count == names.count else { return [] }
        return names
    }

    private func uniqueWarnings(of members: [ImageSeries]) -> [String] {
        var seen: Set<String> = []
        return Array(members.lazy.flatMap(\.warnings).filter { seen.insert($0).inserted }.prefix(20))
    }
}

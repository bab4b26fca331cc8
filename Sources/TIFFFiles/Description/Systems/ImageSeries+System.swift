import Imaging

extension ImageSeriesResolver {
    /// What is known of the file before a description is looked for.
    func describedFile(_ texts: [String], _ pages: [PageTags]) -> DescribedFile {
        DescribedFile(
            file: file,
            header: opened.header,
            limits: limits,
            entries: chain.firstEntries,
            texts: texts,
            pages: pages,
            allPages: chain.pages
        )
    }

    /// The image as a system describes it; nil where none does.
    ///
    /// `marked` is the warning for pages that are read in spite of their mark, where the system does not know better.
    func described(
        in described: DescribedFile,
        marked: String?,
        _ warnings: inout [String]
    ) throws(TIFFFault) -> ImageSeries? {
        for system in DescribingSystem.all {
            guard let description = try system.describe(described) else { continue }
            if description.pages == nil, let marked { warnings.append(marked) }
            return try series(of: description, by: system.name, described.pages, &warnings)
        }
        return nil
    }

    private func series(
        of description: SystemDescription,
        by system: String,
        _ alikePages: [PageTags],
        _ warnings: inout [String]
    ) throws(TIFFFault) -> ImageSeries {
        var isStack = false
        if case .behindFirst = description.planes { isStack = true }
        let pages = try checked(description.pages ?? alikePages, isStack: isStack, &warnings)
        guard let first = pages.first else { throw TIFFFault(.noImage, "it has no page of its image") }
        var series = ImageSeries(
            source: .pages(pages),
            order: .pages(pages.count),
            firstPage: try StoredPage(checking: first, in: file, limits: limits, isStack: isStack),
            description: .plain,
            pixelSize: description.pixelSize ?? plainSize(first, slices: description.sliceDistance),
            frameInterval: description.frameInterval,
            channelNames: description.channelNames,
            position: description.position,
            acquisition: description.acquisition,
            warnings: warnings + description.warnings
        )
        series.positionNames = description.positionNames
        switch description.planes {
        case .unknown where pages.count > 1:
            series.warnings.append("its \(system) description does not say what its pages are")
        case .unknown: break
        case .inOrder(let order): apply(order, system, pages, to: &series)
        case .placed(let order, let places): apply(order, places, system, pages, to: &series)
        case .behindFirst(let order): try apply(stack: order, system, to: &series)
        }
        if let planned = description.plannedPlanes, let planes = series.order.planeCount, planned > planes,
            !series.lacksPlanes
        {
            series.lacksPlanes = true
            series.warnings.append("\(planes) of \(planned) planes that its \(system) description plans are there")
        }
        return series
    }

    private func plainSize(_ page: PageTags, slices: Double?) -> PixelSize? {
        var size = Calibration.plain(page)
        size?.z = slices
        return size
    }

    /// Lays `order` over pages in sequence, or as much of it as there is.
    private func apply(_ order: PlaneOrder, _ system: String, _ pages: [PageTags], to series: inout ImageSeries) {
        guard let planes = order.planeCount else { return }
        let slowest = order.fastestFirst.last { order[$0] > 1 }
        let step = slowest.map { planes / order[$0] } ?? planes
        if planes > pages.count {
            shorten(order, to: pages.count, of: planes, system, &series)
        } else if planes < pages.count, pages.count - planes >= step {
            series.warnings.append("its \(system) description does not fit its \(pages.count) pages, and is not used")
            series.channelNames = []
        } else {
            series.order = order
            guard planes < pages.count else { return }
            // The last step of the slowest axis was begun.
            series.lacksPlanes = true
            series.warnings.append(
                "its last \(pages.count - planes) pages are no whole step of its axes; they are left out"
            )
        }
    }

    /// Takes the page of each plane, up to the first one that is not there.
    private func apply(
        _ order: PlaneOrder,
        _ places: [Int?],
        _ system: String,
        _ pages: [PageTags],
        to series: inout ImageSeries
    ) {
        let present = places.firstIndex(of: nil) ?? places.count
        guard let planes = order.planeCount, planes == places.count, present > 0,
            places.allSatisfy({ $0.map(pages.indices.contains) ?? true })
        else {
            series.warnings.append("its \(system) description does not fit its \(pages.count) pages, and is not used")
            series.channelNames = []
            return
        }
        if present < planes {
            shorten(order, to: present, of: planes, system, &series)
        } else {
            series.order = order
        }
        let used = series.order.planeCount ?? 0
        series.source = .pages(places.prefix(used).compactMap { $0.map { pages[$0] } })
    }

    /// Finds the planes behind the first directory.
    private func apply(stack order: PlaneOrder, _ system: String, to series: inout ImageSeries) throws(TIFFFault) {
        guard let planes = order.planeCount, planes > 1 else { return }
        let page = series.firstPage
        guard page.tags.compression == Compression.none, !page.isTiled else {
            throw TIFFFault(
                .unsupportedLayout,
                "one directory holds the \(planes) planes of a \(system) stack, compressed or in tiles"
            )
        }
        let stack = try ContiguousPlanes(
            behind: page,
            count: planes,
            fileSize: file.size,
            landmarks: chain.landmarks
        )
        if let stack { series.source = .contiguous(stack) }
        let present = stack?.count ?? 1
        if present < planes { shorten(order, to: present, of: planes, system, &series) } else { series.order = order }
    }

    private func shorten(
        _ order: PlaneOrder,
        to present: Int,
        of planes: Int,
        _ system: String,
        _ series: inout ImageSeries
    ) {
        series.order = order.beginning(present)
        series.lacksPlanes = true
        let used = series.order.planeCount ?? present
        series.warnings.append(
            "\(present) of \(planes) planes that its \(system) description promises are there"
                + (used < present ? "; the first \(used) are whole steps of its axes, and are read" : ", and are read")
        )
        if series.order.positions != order.positions { series.positionNames = [] }
    }

    /// The pages, each of which can be read.
    private func checked(
        _ pages: [PageTags],
        isStack: Bool,
        _ warnings: inout [String]
    ) throws(TIFFFault) -> [PageTags] {
        var understates = false
        var shared = SharedBlocks()
        for page in pages {
            let stored = try StoredPage(
                checking: page,
                in: file,
                limits: limits,
                landmarks: chain.landmarks,
                isStack: isStack
            )
            if stored.understatesLengths { understates = true }
            try shared.add(stored, in: file)
        }
        if understates { warnings.append(ImageSeriesResolver.understated) }
        return pages
    }
}

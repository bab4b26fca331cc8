import Imaging

/// Finds the planes of the images of an OME description in the files that are open.
struct OMESeries {
    let description: OMEDescription
    let files: [OpenTIFF]
    let limits: TIFFLimits
    /// The positions that are asked for; nil for all.
    var positions: AxisSelection?
    /// Whether the other files were looked for: planes of those that are not open are missing then.
    var isSet = false
    private let names: OMEFiles
    private let home: Int?

    /// The images of `description`, which is that of the file `home` of `files`, or of a file of its own.
    ///
    /// The first of the files is the one that is asked about.
    init(_ description: OMEDescription, home: Int?, files: [OpenTIFF], limits: TIFFLimits, usesIdentifiers: Bool = true)
    {
        (self.description, self.home, self.files, self.limits) = (description, home, files, limits)
        let known = files.indices.map { number in
            OMEFiles.File(
                name: files[number].name,
                identifier: number == home ? description.identifier : files[number].identifier
            )
        }
        names = OMEFiles(
            known,
            home: home ?? 0,
            description.images.lazy.flatMap(\.assignments),
            usesIdentifiers: usesIdentifiers
        )
    }

    /// The images of the first file, each a position; those that were asked for, of several.
    func series(_ warnings: inout [String]) throws(TIFFFault) -> ImageSeries {
        let own = ownImages(&warnings)
        let names = own.compactMap(\.positionName)
        let chosen = try ChosenPlanes(positions, of: own.count, names: names, axis: "positions")
        // Sizes are checked against the pages before a page is, so that a description that lies is what is reported.
        let whole = files.reduce(0) { $0 + $1.chain.pages.count { !$0.isReduced } }
        var laid: [OMEPosition] = []
        for index in chosen.indices {
            let first = firstPage(of: own[index])
            let order = try own[index].order(samples: max(1, first.samples), pageCount: whole / own.count, &warnings)
            laid.append(OMEPosition(number: index + 1, image: own[index], order: order, firstPage: first))
        }
        try OMEPosition.checkAlike(laid)
        let (places, order, isWhole) = try places(of: laid, &warnings)
        if laid.count > 1, Set(places.map { Int64($0.file) << 32 | Int64($0.plane) }).count < places.count {
            throw TIFFFault(.badTag, "its description gives the same pages to several of its \(laid.count) images")
        }
        let first = try check(places, warnsOfOthers: laid.count == own.count, &warnings)
        let image = laid[0].image
        return ImageSeries(
            source: files.count == 1
                ? .pages(places.map { files[0].chain.pages[Int($0.plane)] })
                : .spread(places, of: files.map { .pages($0.chain.pages) }),
            order: order,
            firstPage: first,
            description: .ome,
            pixelSize: Calibration.ome(image.pixels, &warnings) ?? Calibration.plain(first.tags),
            frameInterval: image.frameInterval,
            channelNames: image.names,
            position: image.positionName,
            positionNames: Array(chosen.names.prefix(order.positions)),
            hasChosenPositions: positions != nil,
            chosenPositions: positions == nil ? [] : chosen.indices,
            acquisition: image.acquisition,
            warnings: warnings + OMEPosition.differences(laid.map(\.image)),
            lacksPlanes: !isWhole
        )
    }

    /// The same, where files are known by their names alone.
    var byNames: OMESeries {
        var series = OMESeries(description, home: home, files: files, limits: limits, usesIdentifiers: false)
        (series.positions, series.isSet) = (positions, isSet)
        return series
    }

    /// The images that have planes in the first file, and those that share files with them.
    func ownImages(_ warnings: inout [String]) -> [OMEImage] {
        let images = description.images
        let own = images.indices.filter { images[$0].assignments.contains { names.number(of: $0) == 0 } }
        if own.isEmpty, let first = images.firstIndex(where: \.assignments.isEmpty) {
            if images.count > 1 {
                warnings.append(
                    "its description does not say which pages its \(images.count) images have; the first image is read"
                )
            }
            return [images[first]]
        }
        guard !own.isEmpty else {
            if images.count > 1 {
                warnings.append(
                    "none of the \(images.count) images of its description is in a file of this name; the first is read"
                )
            }
            return [images[0]]
        }
        return connected(to: own).map { images[$0] }
    }

    /// The files of `images`, in the order of their planes; nil for the first file, which is called as it is now.
    func fileNames(of images: [OMEImage]) throws(TIFFFault) -> [String?] {
        var seen: Set<String> = []
        var found: [(name: String?, place: (Int, Int))] = []
        var passed: [String] = []
        for (number, image) in images.enumerated() {
            // A companion is asked about its files while none of them is open.
            let samples = files.isEmpty ? 1 : max(1, firstPage(of: image).samples)
            let order = try image.order(samples: samples, pageCount: 0, &passed)
            guard order.planeCount != nil else {
                throw TIFFFault(.incompleteSeries, "it is described as \(order.words), which no file can hold")
            }
            for assignment in image.assignments {
                guard let plane = image.firstPlane(of: assignment, order, samples: samples) else { continue }
                let isFirst = names.number(of: assignment) == 0
                // Files whose planes are not in order, as parts that a writer went back to, have their first plane's place.
                guard seen.insert(isFirst ? "" : "/" + OMEFiles.key(assignment)).inserted else { continue }
                found.append((isFirst ? nil : assignment.fileName ?? "", (number, plane)))
            }
        }
        return found.sorted { $0.place < $1.place }.map(\.name)
    }

    /// Whether all images are in files that they share, directly or by others.
    var isOneImage: Bool { connected(to: [0]).count == description.images.count }

    /// The numbers of the images `own`, and of those that have planes in the same files as they or each other.
    private func connected(to own: [Int]) -> [Int] {
        let images = description.images
        var imagesOfFile: [String: [Int]] = [:]
        var filesOfImage: [[String]] = []
        for (number, image) in images.enumerated() {
            let keys = Set(
                image.assignments.filter { image.describes($0) }.map { assignment in
                    names.number(of: assignment).map { "#\($0)" } ?? "/" + OMEFiles.key(assignment)
                }
            )
            filesOfImage.append(Array(keys))
            for key in keys { imagesOfFile[key, default: []].append(number) }
        }
        var reached = Set(own)
        var open = own
        while let image = open.popLast() {
            for file in filesOfImage[image] {
                // Each file leads to its images once.
                for other in imagesOfFile.removeValue(forKey: file) ?? [] where reached.insert(other).inserted {
                    open.append(other)
                }
            }
        }
        return reached.sorted()
    }

    /// The page of the first plane of `image` that is in an open file; the first page where that is not told.
    private func firstPage(of image: OMEImage) -> PageTags {
        for assignment in image.assignments {
            guard let file = names.number(of: assignment), let page = assignment.index("IFD") else { continue }
            if files[file].chain.pages.indices.contains(page) { return files[file].chain.pages[page] }
        }
        return files[0].chain.pages[0]
    }

    /// The place of every plane of `positions`, as the first of them orders its planes, and what of it is there.
    private func places(
        of positions: [OMEPosition],
        _ warnings: inout [String]
    ) throws(TIFFFault) -> (places: [PlanePlace], order: PlaneOrder, isWhole: Bool) {
        var order = positions[0].order
        if positions.count > 1 {
            order.positions = positions.count
            order.fastestFirst.append(.positions)
        }
        let pageCounts = files.map(\.chain.pages.count)
        var places: [PlanePlace?] = []
        var elsewhere: [String] = []
        var seen: Set<String> = []
        for position in positions {
            let planes = try position.image.planes(
                position.order,
                samples: max(1, position.firstPage.samples),
                in: names,
                pageCounts: pageCounts,
                &warnings
            )
            elsewhere += planes.elsewhere.filter { seen.insert($0).inserted }
            guard elsewhere.isEmpty || isSet else { continue }
            guard planes.places.count == position.order.planeCount else {
                places += planes.places
                break
            }
            places += position.arranged(planes.places, as: positions[0].order)
        }
        if !elsewhere.isEmpty, !isSet { throw try needsOthers(positions.map(\.image)) }
        let present = places.prefix { $0 != nil }.compactMap(\.self)
        if present.count == order.planeCount { return (present, order, true) }
        let missing = elsewhere.isEmpty ? "" : "; not there: \(MemberName.listed(elsewhere))"
        guard isSet, let begun = order.begun(present.count) else {
            throw TIFFFault(
                .incompleteSeries,
                "its description promises \(order.words) and has pages for \(places.count { $0 != nil }) of these"
                    + " planes\(missing)"
            )
        }
        warnings.append("of its \(order.words), \(begun.words) are there, and are read\(missing)")
        return (Array(present.prefix(begun.planeCount ?? 0)), begun, false)
    }

    /// The fault of a file that has only a part of `images`.
    private func needsOthers(_ images: [OMEImage]) throws(TIFFFault) -> TIFFFault {
        let all = try fileNames(of: images).map { $0 ?? files[0].name }
        return TIFFFault(
            .unsupportedFileSet,
            "it is one of \(all.count) files of an image: \(MemberName.listed(all))"
        )
    }

    /// The page of the first of `places`, once all were checked and are alike.
    private func check(
        _ places: [PlanePlace],
        warnsOfOthers: Bool,
        _ warnings: inout [String]
    ) throws(TIFFFault) -> StoredPage {
        var first: StoredPage?
        var understates = false
        var shared = Array(repeating: SharedBlocks(), count: files.count)
        for place in places {
            let opened = files[Int(place.file)]
            let page = opened.chain.pages[Int(place.plane)]
            do throws(TIFFFault) {
                let marks = opened.chain.landmarks
                let stored = try StoredPage(checking: page, in: opened.file, limits: limits, landmarks: marks)
                if let first, stored.format != first.format {
                    throw TIFFFault(
                        .unsupportedLayout,
                        "page \(page.index + 1) differs from the others in size or type"
                    )
                }
                first = first ?? stored
                if stored.understatesLengths { understates = true }
                try shared[Int(place.file)].add(stored, in: opened.file)
            } catch {
                throw error.inside(opened.name)
            }
        }
        guard let first else { throw TIFFFault(.noImage, "its description describes no plane") }
        if warnsOfOthers {
            let used = places.reduce(into: [Int32: Set<Int32>]()) { $0[$1.file, default: []].insert($1.plane) }
            // A file that has only the description of this image has planes of another one.
            let others = used.reduce(0) { count, file in
                count
                    + files[Int(file.key)].chain.pages.count {
                        !$0.isReduced && !file.value.contains(Int32($0.index))
                    }
            }
            if others > 0 {
                warnings.append("its description names no plane for \(others) of its pages; they are left out")
            }
        }
        if understates { warnings.append(ImageSeriesResolver.understated) }
        for name in names.doubtful.sorted().prefix(8) {
            warnings.append(
                "\(name.onOneLine) has another identifier than its description says; it is taken by its name"
            )
        }
        return first
    }
}

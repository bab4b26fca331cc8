import Imaging

extension DescribingSystem {
    /// NDTiff (Pycro-Manager, Micro-Manager): a header of its own, and JSON in each page that places it along axes.
    ///
    /// The index beside the file says the same and is not needed. https://github.com/micro-manager/NDTiffStorage
    static let ndTiff = DescribingSystem(name: "NDTiff") { described throws(TIFFFault) in
        guard described.pages.first?.metadata != nil, let summary = NDTiffHeader(described) else { return nil }
        var description = SystemDescription(.unknown)
        let metadata = PageMetadata.all(of: described.pages, in: described.file, limits: described.limits)
        if let metadata { description = places(metadata) }
        if case .unknown = description.planes {
            description.warnings.append("its axes are told in NDTiff.index beside it, which is not read")
        }
        let pixelSize = metadata?.first?.pixelSize ?? summary.summary?.pixelSize
        if let pixelSize, pixelSize > 0, pixelSize.isFinite {
            description.pixelSize = PixelSize(
                x: pixelSize,
                y: pixelSize,
                z: summary.summary?.sliceDistance,
                unit: "micron"
            )
        }
        if let interval = summary.summary?.interval { description.frameInterval = interval / 1000 }
        description.plannedPlanes = summary.summary?.plannedPlanes
        return description
    }

    private static func places(_ metadata: [PageMetadata]) -> SystemDescription {
        guard let names = metadata.first?.axes?.keys.sorted(), metadata.allSatisfy({ $0.axes?.count == names.count })
        else { return SystemDescription(.unknown) }
        var channels = Numbering<PageMetadata.Place>()
        // Names are numbered as they come, numbers by their size.
        let channelNumbers = metadata.compactMap { page -> Int? in
            let place = page.axes?.first { $0.key.lowercased() == "channel" }?.value
            if case .number(let number) = place { return number } else { return nil }
        }
        if channelNumbers.count == metadata.count {
            for number in Set(channelNumbers).sorted() { _ = channels.number(.number(number)) }
        }
        var positions = Numbering<[PageMetadata.Place]>()
        // Rows and columns of tiles and other axes are positions: those that are there, which need not fill a rectangle.
        let placing = names.filter { !["time", "z", "channel"].contains($0.lowercased()) }
        var places: [[Int]] = []
        for page in metadata {
            var place = [0, 0, 0, 0]
            for (name, value) in page.axes ?? [:] {
                switch (name.lowercased(), value) {
                case ("time", .number(let number)): place[1] = number
                case ("z", .number(let number)): place[2] = number
                case ("channel", _): place[3] = channels.number(value)
                case ("time", _), ("z", _): return SystemDescription(.unknown)
                default: break
                }
            }
            let position = placing.compactMap { page.axes?[$0] }
            guard position.count == placing.count else { return SystemDescription(.unknown) }
            place[0] = positions.number(position)
            places.append(place)
        }
        guard let found = PagePlaces(places, of: [.positions, .frames, .slices, .channels]) else {
            return SystemDescription(.unknown)
        }
        var description = found.description
        // Where channels have numbers, the device's name for each may be written beside them.
        let named = channels.values.enumerated().map { index, value in
            if case .name(let name) = value { return name }
            let page = places.firstIndex { $0[3] == index } ?? 0
            return metadata[page].channel ?? ""
        }
        if named.allSatisfy({ !$0.isEmpty }), Set(named).count == named.count {
            description.channelNames = named.map(SystemDescription.name)
        }
        if positions.values.count > 1 {
            let long = placing.indices.filter { axis in Set(positions.values.map { $0[axis] }).count > 1 }
            description.positionNames = positions.values.map { values in
                SystemDescription.name(
                    long.map { axis in
                        if case .name(let name) = values[axis] { return name }
                        return "\(placing[axis]) \(values[axis].words)"
                    }.joined(separator: ", ")
                )
            }
        }
        return description
    }
}

/// NDTiff's own header behind that of TIFF: a mark, the version, and the length of a summary.
private struct NDTiffHeader {
    /// What was to be recorded, where that can be read.
    let summary: AcquisitionSummary?

    /// Nil when `described` is no NDTiff of version 2 or later.
    init?(_ described: DescribedFile) {
        guard let header = described.structure(at: 8), header.uint32(0) == 483_729, let major = header.uint32(4),
            major >= 2
        else { return nil }
        // The minor version came with 3.0.
        let isShort = header.uint32(8) == 2_355_492
        let length = header.uint32(isShort ? 12 : 16) ?? 0
        summary = AcquisitionSummary(at: header.start + (isShort ? 16 : 20), length: length, in: described)
    }
}

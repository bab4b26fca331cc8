import Imaging

extension DescribingSystem {
    /// Micro-Manager: JSON in each page, and in image stacks a summary and a map of all pages behind the header.
    ///
    /// Whole stacks have an OME or ImageJ description too, which come first, except for several positions in one file,
    /// which ImageJ does not know. https://micro-manager.org/Micro-Manager_File_Formats
    static let microManager = DescribingSystem(name: "Micro-Manager") { described throws(TIFFFault) in
        guard let entry = described.pages.first?.metadata, NDTiffMark(described) == nil,
            let first = PageMetadata(entry, in: described.file, atMost: described.limits.descriptionBytes)
        else { return nil }
        let stack = StackHeader(described)
        let isNamed = described.texts.contains { ImageJDescription($0) != nil }
        var places: [[Int]]?
        if let map = stack?.indexMap(described) { places = map }
        let metadata =
            places == nil || described.pages.count > 1
            ? PageMetadata.all(of: described.pages, in: described.file, limits: described.limits) : [first]
        if places == nil, let metadata {
            places = metadata.map {
                [$0.positionIndex ?? 0, $0.frameIndex ?? 0, $0.sliceIndex ?? 0, $0.channelIndex ?? 0]
            }
        }
        let found = places.flatMap { PagePlaces($0, of: [.positions, .frames, .slices, .channels]) }
        if isNamed, (found?.order.positions ?? 1) == 1 { return nil }
        var description = found?.description ?? SystemDescription(.unknown)
        let summary = stack?.summary
        if let size = first.pixelSize ?? summary?.pixelSize, size > 0, size.isFinite {
            description.pixelSize = PixelSize(x: size, y: size, z: summary?.sliceDistance, unit: "micron")
        }
        description.frameInterval = summary?.interval.map { $0 / 1000 }
        description.plannedPlanes = summary?.plannedPlanes
        name(&description, found, places, metadata, summary)
        return description
    }

    /// Names channels and positions as the pages do, else as the summary does.
    private static func name(
        _ description: inout SystemDescription,
        _ found: PagePlaces?,
        _ places: [[Int]]?,
        _ metadata: [PageMetadata]?,
        _ summary: AcquisitionSummary?
    ) {
        guard let order = found?.order, let places else { return }
        func names(_ axis: Int, _ count: Int, _ name: (PageMetadata) -> String?) -> [String] {
            guard let metadata, metadata.count == places.count else { return [] }
            let lowest = places.map { $0[axis] }.min() ?? 0
            var names = [String?](repeating: nil, count: count)
            for (place, page) in zip(places, metadata) where names.indices.contains(place[axis] - lowest) {
                names[place[axis] - lowest] = names[place[axis] - lowest] ?? name(page)
            }
            let known = names.compactMap { $0.map(SystemDescription.name) }.filter { !$0.isEmpty }
            return known.count == count ? known : []
        }
        description.channelNames = names(3, order.channels, \.channel)
        if description.channelNames.isEmpty, summary?.channelNames.count == order.channels {
            description.channelNames = summary?.channelNames.map(SystemDescription.name) ?? []
        }
        let positions = names(0, order.positions, \.positionName)
        description.position = positions.first
        if order.positions > 1 { description.positionNames = positions }
    }
}

/// Whether the header is that of NDTiff, which shares tags with Micro-Manager's.
private struct NDTiffMark {
    init?(_ described: DescribedFile) {
        guard described.structure(at: 8)?.uint32(0) == 483_729 else { return nil }
    }
}

/// What Micro-Manager writes behind the header of an image stack.
private struct StackHeader {
    /// What was to be recorded, where that can be read.
    let summary: AcquisitionSummary?
    /// Where the map of pages lies; nil until the stack is finished.
    private let map: FileStructure?

    init?(_ described: DescribedFile) {
        guard !described.header.isBig, let header = described.structure(at: 8), header.uint32(24) == 2_355_492 else {
            return nil
        }
        summary = AcquisitionSummary(at: header.start + 32, length: header.uint32(28) ?? 0, in: described)
        map = header.uint32(0) == 54_773_648 ? header.uint32(4).flatMap { described.structure(at: $0) } : nil
    }

    /// The places of the pages along position, time, depth and channel; nil where the map is not there, or knows other ones.
    func indexMap(_ described: DescribedFile) -> [[Int]]? {
        guard let map, map.uint32(0) == 3_453_623, let count = map.uint32(4), count >= described.pages.count,
            count <= described.limits.pages, let table = map.bytes(8, count * 20)
        else { return nil }
        var places: [Int: [Int]] = [:]
        for start in stride(from: 0, to: table.count, by: 20) {
            func field(_ index: Int) -> Int {
                Int(table.integer(at: start + index * 4, bytes: 4, bigEndian: described.header.isBigEndian))
            }
            places[field(4)] = [field(3), field(2), field(1), field(0)]
        }
        let found = described.pages.compactMap { places[$0.offset] }
        return found.count == described.pages.count ? found : nil
    }
}

import Imaging

/// The nearest object, centroid to centroid, and the number of those that touch.
struct NeighbourColumns: ColumnSource {
    private let tree: CentroidTree
    private var touching: TouchingObjects
    private let pixel: PhysicalPixel?
    /// For distances in micrometres, where another object may be the nearest in them.
    private let physicalTree: CentroidTree?

    static func columns(_ content: TableContent) -> [TableColumn] {
        guard content.has(.neighbours) else { return [] }
        return [
            TableColumn("nearest_neighbour_label", .integer), TableColumn("nearest_neighbour_distance"),
            TableColumn("touching_neighbours", .integer),
        ] + (content.physicalPixel == nil ? [] : [TableColumn("nearest_neighbour_distance_um")])
    }

    init(_ plane: MeasuredPlane, _ content: TableContent) {
        let pixel = content.physicalPixel
        var (entries, physicalEntries): ([CentroidTree.Entry], [CentroidTree.Entry]) = ([], [])
        plane.runs.forEachObject(in: 1..<plane.labels.count + 1) { object in
            entries.append(Self.entry(object, nil))
            if let pixel, !pixel.isEquilateral { physicalEntries.append(Self.entry(object, pixel)) }
        }
        self.pixel = pixel
        tree = CentroidTree(entries)
        physicalTree = physicalEntries.isEmpty ? nil : CentroidTree(physicalEntries)
        touching = TouchingObjects(of: plane.labels)
    }

    mutating func measure(_ object: MeasuredObject, into row: UnsafeMutableBufferPointer<Double>) {
        var cursor = RowCursor(row)
        let nearest = tree.nearest(to: Self.entry(object, nil))
        cursor.add(nearest.label)
        cursor.add(nearest.distance)
        cursor.add(touching.count(object))
        guard let pixel else { return }
        let distance = physicalTree.map { $0.nearest(to: Self.entry(object, pixel)).distance }
        cursor.add(distance ?? nearest.distance * pixel.width)
    }

    private static func entry(_ object: MeasuredObject, _ pixel: PhysicalPixel?) -> CentroidTree.Entry {
        let centroid = object.centroid
        guard let pixel else {
            return CentroidTree.Entry(label: object.label, place: (centroid.slice, centroid.row, centroid.column))
        }
        let slice = centroid.slice * (pixel.depth ?? 1)
        return CentroidTree.Entry(
            label: object.label,
            place: (slice, centroid.row * pixel.height, centroid.column * pixel.width)
        )
    }
}

import Imaging

/// Place and number of an object, its size, centre and bounding box: the beginning of every table.
struct BasicColumns: ColumnSource {
    private let frame: Int
    private let slice: Int
    private let isVolume: Bool

    static func columns(_ content: TableContent) -> [TableColumn] {
        let axes = content.isVolume ? 3 : 2
        return ["frame", "z", "label", "area"].map { TableColumn($0, .integer) }
            + (0..<axes).map { TableColumn("centroid-\($0)") }
            + (0..<2 * axes).map { TableColumn("bbox-\($0)", .integer) }
    }

    init(_ plane: MeasuredPlane, _ content: TableContent) {
        frame = plane.frame
        slice = plane.slice
        isVolume = content.isVolume
    }

    func measure(_ object: MeasuredObject, into row: UnsafeMutableBufferPointer<Double>) {
        var cursor = RowCursor(row)
        let (centroid, box) = (object.centroid, object.boundingBox)
        for value in [frame, slice, object.label, object.area] { cursor.add(value) }
        if isVolume { cursor.add(centroid.slice) }
        cursor.add(centroid.row)
        cursor.add(centroid.column)
        if isVolume { cursor.add(box.firstSlice) }
        cursor.add(box.firstRow)
        cursor.add(box.firstColumn)
        if isVolume { cursor.add(box.endSlice) }
        cursor.add(box.endRow)
        cursor.add(box.endColumn)
    }
}

/// Size and centre in micrometres.
struct PhysicalColumns: ColumnSource {
    private let pixel: PhysicalPixel

    static func columns(_ content: TableContent) -> [TableColumn] {
        guard content.physicalPixel != nil else { return [] }
        return [TableColumn(content.isVolume ? "volume_um3" : "area_um2")]
            + (0..<(content.isVolume ? 3 : 2)).map { TableColumn("centroid_um-\($0)") }
    }

    init(_ plane: MeasuredPlane, _ content: TableContent) {
        pixel = content.physicalPixel ?? PhysicalPixel(depth: nil, height: .nan, width: .nan)
    }

    func measure(_ object: MeasuredObject, into row: UnsafeMutableBufferPointer<Double>) {
        var cursor = RowCursor(row)
        cursor.add(Double(object.area) * pixel.size)
        if let depth = pixel.depth { cursor.add(object.centroid.slice * depth) }
        cursor.add(object.centroid.row * pixel.height)
        cursor.add(object.centroid.column * pixel.width)
    }
}

/// What is told of an object by others: its class and the class of its pixels.
struct ClassColumns: ColumnSource {
    private let classes: ObjectClasses?
    private let pixelClasses: [UInt8]?
    private let classOfObjects: Int?
    private let isNamed: Bool

    static func columns(_ content: TableContent) -> [TableColumn] {
        (content.hasClasses ? [TableColumn("class", .integer), TableColumn("class_probability", .single)] : [])
            + (content.hasPixelClasses ? [TableColumn("pixel_class", .integer)] : [])
            + (isNamed(content) ? [TableColumn(name, .className(content.classNames ?? []))] : [])
    }

    private static let name = "class_name"

    private static func isNamed(_ content: TableContent) -> Bool {
        // There were groups of that name before there was such a column: theirs stays.
        content.classNames != nil && !content.fixedColumns.contains { $0.name == name }
            && (content.hasClasses || content.hasPixelClasses || content.classOfObjects != nil)
    }

    init(_ plane: MeasuredPlane, _ content: TableContent) {
        classes = content.hasClasses ? plane.classes : nil
        pixelClasses = content.hasPixelClasses ? plane.pixelClasses : nil
        (classOfObjects, isNamed) = (content.classOfObjects, Self.isNamed(content))
    }

    func measure(_ object: MeasuredObject, into row: UnsafeMutableBufferPointer<Double>) {
        var cursor = RowCursor(row)
        if let classes {
            let objectClass = classes.classes[object.label]
            cursor.add(Int(objectClass))
            cursor.add(objectClass == 0 ? .nan : Double(classes.probabilities[object.label]))
        }
        if let pixelClasses { cursor.add(Int(pixelClasses[object.label])) }
        guard isNamed else { return }
        let ofLabel = classes.map { $0.classes } ?? pixelClasses
        cursor.add(ofLabel.map { Int($0[object.label]) } ?? classOfObjects ?? 0)
    }
}

/// Columns that were measured elsewhere.
struct ExtraColumns: ColumnSource {
    private let columns: [[Float]]

    static func columns(_ content: TableContent) -> [TableColumn] {
        content.extraColumns.map { TableColumn($0, .single) }
    }

    init(_ plane: MeasuredPlane, _ content: TableContent) {
        columns = plane.extra.map(\.values)
    }

    func measure(_ object: MeasuredObject, into row: UnsafeMutableBufferPointer<Double>) {
        var cursor = RowCursor(row)
        for values in columns { cursor.add(Double(values[object.label])) }
    }
}

import Glibc
import Imaging

/// Outline, axes and hull of objects of a plane.
struct PlaneShapeColumns: ColumnSource {
    private let pixel: PhysicalPixel?
    private let perimeter: Perimeter
    private let eulerNumber: EulerNumber
    private var hull = PlaneHull()

    private static let lengths = [
        "equivalent_diameter_area", "axis_major_length", "axis_minor_length", "feret_diameter_max",
    ]

    static func columns(_ content: TableContent) -> [TableColumn] {
        guard !content.isVolume, content.has(.shape) else { return [] }
        let names = lengths.dropLast() + ["orientation", "eccentricity", "solidity", "perimeter", "extent"]
        var columns = names.map { TableColumn($0) }
        columns += [TableColumn("euler_number", .integer), TableColumn("feret_diameter_max")]
        guard let pixel = content.physicalPixel else { return columns }
        columns += lengths.map { TableColumn($0 + "_um") }
        if pixel.isSquare { columns.append(TableColumn("perimeter_um")) }
        return columns
    }

    init(_ plane: MeasuredPlane, _ content: TableContent) {
        pixel = content.physicalPixel
        perimeter = Perimeter(of: plane.labels)
        eulerNumber = EulerNumber(of: plane.labels)
    }

    mutating func measure(_ object: MeasuredObject, into row: UnsafeMutableBufferPointer<Double>) {
        var cursor = RowCursor(row)
        let moments = SecondMoments(object)
        let (major, minor) = moments.planeVariances()
        let area = Double(object.area)
        hull.measure(object)
        let perimeter = perimeter.measure(object)
        cursor.add(pow(4 * area / .pi, 0.5))
        cursor.add(4 * major.squareRoot())
        cursor.add(4 * minor.squareRoot())
        cursor.add(moments.orientation)
        cursor.add(major == 0 ? 0 : max(0, 1 - minor / major).squareRoot())
        cursor.add(area / Double(hull.area))
        cursor.add(perimeter)
        cursor.add(area / Double(object.boundingBox.height * object.boundingBox.width))
        cursor.add(eulerNumber.measure(object))
        cursor.add(hull.diameter())
        guard let pixel else { return }
        let variances = moments.planeVariances(height: pixel.height, width: pixel.width)
        cursor.add(pow(4 * (area * pixel.size) / .pi, 0.5))
        cursor.add(4 * variances.major.squareRoot())
        cursor.add(4 * variances.minor.squareRoot())
        cursor.add(hull.diameter(height: pixel.height, width: pixel.width))
        if pixel.isSquare { cursor.add(perimeter * pixel.height) }
    }
}

/// Axes and hull of objects of a volume.
struct VolumeShapeColumns: ColumnSource {
    private let pixel: PhysicalPixel?
    private let eulerNumber: EulerNumber
    private var hull = VolumeHull()

    private static let lengths = [
        "equivalent_diameter_area", "axis_major_length", "axis_minor_length", "feret_diameter_max",
    ]

    static func columns(_ content: TableContent) -> [TableColumn] {
        guard content.isVolume, content.has(.shape) else { return [] }
        var columns = (lengths.dropLast() + ["solidity", "extent"]).map { TableColumn($0) }
        columns += [TableColumn("euler_number", .integer), TableColumn("feret_diameter_max")]
        return columns + (content.physicalPixel == nil ? [] : lengths.map { TableColumn($0 + "_um") })
    }

    init(_ plane: MeasuredPlane, _ content: TableContent) {
        pixel = content.physicalPixel
        eulerNumber = EulerNumber(of: plane.labels)
    }

    mutating func measure(_ object: MeasuredObject, into row: UnsafeMutableBufferPointer<Double>) {
        var cursor = RowCursor(row)
        let moments = SecondMoments(object)
        let (major, minor) = moments.volumeVariances()
        let (area, box) = (Double(object.area), object.boundingBox)
        hull.measure(object)
        cursor.add(pow(6 * area / .pi, 1 / 3))
        // An ellipsoid with semi-axis a has the variance a²/5 along it.
        cursor.add((20 * major).squareRoot())
        cursor.add((20 * minor).squareRoot())
        cursor.add(area / Double(hull.area))
        cursor.add(area / Double(box.depth * box.height * box.width))
        cursor.add(eulerNumber.measure(object))
        cursor.add(hull.diameter())
        guard let pixel, let depth = pixel.depth else { return }
        let variances = moments.volumeVariances(depth: depth, height: pixel.height, width: pixel.width)
        cursor.add(pow(6 * (area * pixel.size) / .pi, 1 / 3))
        cursor.add((20 * variances.major).squareRoot())
        cursor.add((20 * variances.minor).squareRoot())
        cursor.add(hull.diameter(depth: depth, height: pixel.height, width: pixel.width))
    }
}

import Imaging
import Measurement
import Testing

@Suite("Shapes against their definitions")
struct ShapeTests {
    @Test("objects of planes", arguments: 1...36)
    func planes(seed: Int) throws {
        try expectShapes(of: LabelSamples.plane(seed), isVolume: false, spacing: [1, 0.25, 0.5])
    }

    @Test("objects of volumes", arguments: 1...36)
    func volumes(seed: Int) throws {
        try expectShapes(of: LabelSamples.volume(seed), isVolume: true, spacing: [1.5, 0.25, 0.5])
    }

    @Test("a disc is as wide as long, a line has no width, an object in pieces is one object")
    func known() throws {
        let square = LabelImage(size: ImageSize(width: 3, height: 3), labels: .init(repeating: 1, count: 9), count: 1)
        #expect(try columns(square, ["eccentricity", "orientation", "solidity", "extent"]) == [0, -.pi / 4, 1, 1])
        let line = LabelImage(size: ImageSize(width: 3, height: 3), labels: [1, 0, 0, 0, 1, 0, 0, 0, 1], count: 1)
        #expect(try columns(line, ["axis_minor_length", "eccentricity", "orientation"]) == [0, 1, .pi / 4])
        let ring = LabelImage(size: ImageSize(width: 3, height: 3), labels: [1, 1, 1, 1, 0, 1, 1, 1, 1], count: 1)
        #expect(try columns(ring, ["euler_number", "solidity"]) == [0, 8.0 / 9])
        let pieces = LabelImage(size: ImageSize(width: 5, height: 1), labels: [1, 0, 0, 0, 1], count: 1)
        #expect(try columns(pieces, ["euler_number", "area", "extent", "solidity"]) == [2, 2, 0.4, 0.4])
    }

    /// Numbers of the only object of a plane.
    private func columns(_ labels: LabelImage, _ names: [String]) throws -> [Double] {
        let content = TableContent(groups: [.shape], channelCount: 0)
        let plane = PlaneMeasurement(content, frame: 0, slice: 0, labels: labels, channels: [])
        return try names.map { try #require(plane.column(named: $0))[1] }
    }

    private func expectShapes(of labels: LabelImage, isVolume: Bool, spacing: [Double]) throws {
        var content = TableContent(groups: [.shape], channelCount: 0, isVolume: isVolume)
        content.pixelSize = PixelSize(x: spacing[2] * 1_000, y: spacing[1] * 1_000, z: spacing[0] * 1_000, unit: "nm")
        let plane = PlaneMeasurement(content, frame: 0, slice: 0, labels: labels, channels: [])
        var expected: [UInt32: [String: Double]] = [:]
        for label in labels.present {
            expected[label] = shapes(SlowShape(places: labels.places(of: label)), isVolume, spacing)
        }
        let names = content.columnNames.filter { name in
            name != "frame" && name != "z" && name != "label" && !name.hasPrefix("bbox") && !name.hasPrefix("centroid")
        }
        #expect(Set(names) == Set(expected.first?.value.keys.map { $0 } ?? names))
        for name in names {
            let column = try #require(plane.column(named: name))
            #expect(column.count == labels.count + 1)
            for label in column.indices {
                guard let value = expected[UInt32(label)]?[name] else {
                    #expect(column[label].isNaN, "\(name) of \(label)")
                    continue
                }
                let difference = abs(column[label] - value)
                // Angles of lines along the rows are ±π/2.
                let isSame = difference < 1e-7 || name == "orientation" && abs(difference - .pi) < 1e-7
                #expect(isSame, "\(name) of \(label): \(column[label]), by definition \(value)")
            }
        }
    }

    private func shapes(_ shape: SlowShape, _ isVolume: Bool, _ spacing: [Double]) -> [String: Double] {
        let area = Double(shape.places.count)
        let box = (0..<3).map { axis in
            Double((shape.places.map { $0[axis] }.max() ?? 0) - (shape.places.map { $0[axis] }.min() ?? 0) + 1)
        }
        let hull = shape.hull(isVolume: isVolume)
        let covariance = shape.covariance([1, 1, 1])
        var values = [
            "area": area, "euler_number": Double(shape.eulerNumber), "solidity": area / Double(hull.count),
            "extent": area / (box[0] * box[1] * box[2]),
        ]
        for (suffix, spacing) in [("", [1, 1, 1]), ("_um", spacing)] {
            let (major, minor) = SlowShape.extremes(shape.covariance(spacing), isVolume: isVolume)
            let size = area * spacing[1] * spacing[2] * (isVolume ? spacing[0] : 1)
            values["equivalent_diameter_area" + suffix] = Self.diameter(of: size, isVolume: isVolume)
            // A uniform ellipse of semi-axis a has the variance a²/4 along it, an ellipsoid a²/5.
            values["axis_major_length" + suffix] = 2 * (max(0, major) * (isVolume ? 5 : 4)).squareRoot()
            values["axis_minor_length" + suffix] = 2 * (max(0, minor) * (isVolume ? 5 : 4)).squareRoot()
            values["feret_diameter_max" + suffix] = SlowShape.diameter(hull, isVolume: isVolume, spacing: spacing)
            if suffix == "_um" { values[isVolume ? "volume_um3" : "area_um2"] = size }
        }
        guard !isVolume else { return values }
        let (major, minor) = SlowShape.extremes(covariance, isVolume: false)
        values["eccentricity"] = major > 0 ? max(0, 1 - minor / major).squareRoot() : 0
        values["perimeter"] = shape.perimeter
        values["orientation"] = Self.orientation(covariance)
        return values
    }

    /// The diameter of the disc or ball of that size, by halving.
    private static func diameter(of size: Double, isVolume: Bool) -> Double {
        var (low, high) = (0.0, 1_000.0)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            let volume = isVolume ? .pi / 6 * middle * middle * middle : .pi / 4 * middle * middle
            (low, high) = volume < size ? (middle, high) : (low, middle)
        }
        return low
    }

    /// The angle from the row axis to the direction in which the pixels spread most, found by looking in all.
    private static func orientation(_ covariance: [[Double]]) -> Double {
        let (rows, columns, mixed) = (covariance[1][1], covariance[2][2], covariance[1][2])
        if abs(rows - columns) < 1e-12 { return mixed > 1e-12 ? .pi / 4 : -.pi / 4 }
        // Where the derivative of the spread vanishes: of the two directions the one with the larger spread.
        func slope(_ angle: Double) -> Double { spread(angle + 1e-4) - spread(angle - 1e-4) }
        func spread(_ angle: Double) -> Double {
            let (sine, cosine) = sineAndCosine(angle)
            return rows * cosine * cosine + columns * sine * sine + 2 * mixed * sine * cosine
        }
        let steps = (0..<360).map { Double($0) / 360 * .pi - .pi / 2 }
        let start = steps.max { spread($0) < spread($1) } ?? 0
        var (low, high) = (start - .pi / 180, start + .pi / 180)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            (low, high) = slope(middle) > 0 ? (middle, high) : (low, middle)
        }
        return low < -.pi / 2 ? low + .pi : low > .pi / 2 ? low - .pi : low
    }

    /// By their series, which needs no library.
    private static func sineAndCosine(_ angle: Double) -> (Double, Double) {
        var (sine, cosine, term) = (0.0, 0.0, 1.0)
        for power in 0..<40 {
            switch power % 4 {
            case 0: cosine += term
            case 1: sine += term
            case 2: cosine -= term
            default: sine -= term
            }
            term *= angle / Double(power + 1)
        }
        return (sine, cosine)
    }
}

import Imaging

/// What is summed of one object's pixels in float32: of one row of the image, or of all.
///
/// The order of the additions is the reference's. A row collects its pixels slice by slice, each from left to right; rows
/// are added from the first to the last. A row without the object adds 0, which changes nothing.
struct ObjectSums {
    var x: Float = 0
    var y: Float = 0
    var z: Float = 0
    var area: Float = 0
    var intensityX: Float = 0
    var intensityY: Float = 0
    var intensityZ: Float = 0
    var intensity: Float = 0
    // What stays of them for labels that no pixel carries is what the reference starts with.
    var minimumIntensity = Float.greatestFiniteMagnitude
    var maximumIntensity = -Float.greatestFiniteMagnitude
    var minimumX = Float.greatestFiniteMagnitude
    var maximumX = -Float.greatestFiniteMagnitude
    var minimumY = Float.greatestFiniteMagnitude
    var maximumY = -Float.greatestFiniteMagnitude
    var minimumZ = Float.greatestFiniteMagnitude
    var maximumZ = -Float.greatestFiniteMagnitude

    /// Above it float32 does not hold every integer.
    private static let exactIntegers = 1 << 24

    /// The sums of every label from 0, the background, to `count`.
    ///
    /// - Parameter intensity: the pixels' values; nil where they are not asked for.
    static func sums(of image: LabelImage, count: Int, intensity: [Float]?) -> [ObjectSums] {
        var totals = [ObjectSums](repeating: ObjectSums(), count: count + 1)
        ObjectRows.forEachRow(of: image, count: count, empty: ObjectSums()) { row, run in
            row.add(run, width: image.size.width, intensity: intensity)
        } finish: { label, row, isFirstRow in
            totals[label].add(row, isFirstRow: isFirstRow)
        }
        return totals
    }

    /// Adds pixels that lie side by side.
    private mutating func add(_ run: ObjectRows.Run, width: Int, intensity: [Float]?) {
        let (first, last) = (run.columns.lowerBound, run.columns.upperBound - 1)
        if let intensity {
            if area == 0 {
                minimumIntensity = intensity[run.start]
                maximumIntensity = minimumIntensity
            }
            add(run, intensity)
        }
        let length = run.columns.count
        addSequence(\.x, (first + last) * length / 2, of: run.columns.lazy.map { Float($0) })
        addSequence(\.y, run.row * length, of: repeatElement(Float(run.row), count: length))
        addSequence(\.z, run.slice * length, of: repeatElement(Float(run.slice), count: length))
        addSequence(\.area, length, of: repeatElement(1, count: length))
        minimumX = min(minimumX, Float(first))
        maximumX = max(maximumX, Float(last))
        minimumY = Float(run.row)
        maximumY = Float(run.row)
        minimumZ = min(minimumZ, Float(run.slice))
        maximumZ = max(maximumZ, Float(run.slice))
    }

    private mutating func add(_ run: ObjectRows.Run, _ values: [Float]) {
        let (y, z) = (Float(run.row), Float(run.slice))
        values.withUnsafeBufferPointer { values in
            for column in run.columns {
                let value = values[run.start + column - run.columns.lowerBound]
                if minimumIntensity > value { minimumIntensity = value }
                if maximumIntensity < value { maximumIntensity = value }
                intensityX = intensityX.addingProduct(Float(column), value)
                intensityY = intensityY.addingProduct(y, value)
                intensityZ = intensityZ.addingProduct(z, value)
                intensity += value
            }
        }
    }

    /// Adds integers one by one, or at once as long as every sum on the way is exact.
    private mutating func addSequence(
        _ sum: WritableKeyPath<ObjectSums, Float>,
        _ total: Int,
        of values: some Sequence<Float>
    ) {
        let before = self[keyPath: sum]
        if before + Float(total) < Float(Self.exactIntegers) {
            self[keyPath: sum] = before + Float(total)
        } else {
            self[keyPath: sum] = values.reduce(before, +)
        }
    }

    /// Adds a row; a NaN in the first row of the image stays an extreme, later ones are passed over.
    private mutating func add(_ row: ObjectSums, isFirstRow: Bool) {
        x += row.x
        y += row.y
        z += row.z
        area += row.area
        intensityX += row.intensityX
        intensityY += row.intensityY
        intensityZ += row.intensityZ
        intensity += row.intensity
        if isFirstRow || row.minimumIntensity < minimumIntensity { minimumIntensity = row.minimumIntensity }
        if isFirstRow || row.maximumIntensity > maximumIntensity { maximumIntensity = row.maximumIntensity }
        minimumX = min(minimumX, row.minimumX)
        maximumX = max(maximumX, row.maximumX)
        minimumY = min(minimumY, row.minimumY)
        maximumY = max(maximumY, row.maximumY)
        minimumZ = min(minimumZ, row.minimumZ)
        maximumZ = max(maximumZ, row.maximumZ)
    }
}

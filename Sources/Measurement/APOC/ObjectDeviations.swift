import Imaging

/// What is summed of the distances of one object's pixels to its centres, and of its values to their mean.
struct ObjectDeviations {
    /// What they are measured from.
    struct Centres {
        var x: Float
        var y: Float
        var z: Float
        var massX: Float
        var massY: Float
        var massZ: Float
        var meanIntensity: Float
        var area: Float
    }

    /// Which of them are wanted: each costs a power or more a pixel.
    struct Wanted {
        var centroid: Bool
        var massCentre: Bool
        var variance: Bool
        /// Whether the background's are wanted too, which most often is the larger part of the image.
        var background: Bool
    }

    var sumToCentroid: Float = 0
    var sumToMassCentre: Float = 0
    /// The sum of the squared differences to the mean, each divided by the area.
    var variance: Float = 0
    var maximumToCentroid: Float = 0
    var maximumToMassCentre: Float = 0
    private var isEmpty = true

    /// The sums of every label, added in the order of `ObjectSums`.
    static func sums(
        of image: LabelImage,
        centres: [Centres],
        intensity: [Float],
        wanted: Wanted
    ) -> [ObjectDeviations] {
        var totals = [ObjectDeviations](repeating: ObjectDeviations(), count: centres.count)
        image.labels.withUnsafeBufferPointer { labels in
            ObjectRows.forEachRow(of: image, count: centres.count - 1, empty: ObjectDeviations()) { row, run in
                let label = Int(labels[run.start])
                if label != 0 || wanted.background { row.add(run, centres[label], intensity, wanted) }
            } finish: { label, row, isFirstRow in
                totals[label].add(row, isFirstRow: isFirstRow)
            }
        }
        return totals
    }

    private mutating func add(_ run: ObjectRows.Run, _ centres: Centres, _ intensity: [Float], _ wanted: Wanted) {
        // The order of a sum matters: x² + y², then z².
        let (y, z) = (Float(run.row), Float(run.slice))
        if wanted.centroid {
            let ySquare = ReferencePower.square(y - centres.y)
            let zSquare = ReferencePower.square(z - centres.z)
            var isFirst = isEmpty
            for column in run.columns {
                let square = ReferencePower.square(Float(column) - centres.x) + ySquare + zSquare
                let distance = square.squareRoot()
                if isFirst || maximumToCentroid < distance { maximumToCentroid = distance }
                sumToCentroid += distance
                isFirst = false
            }
        }
        if wanted.massCentre {
            let ySquare = ReferencePower.square(y - centres.massY)
            let zSquare = ReferencePower.square(z - centres.massZ)
            var isFirst = isEmpty
            for column in run.columns {
                let square = ReferencePower.square(Float(column) - centres.massX) + ySquare + zSquare
                let distance = square.squareRoot()
                if isFirst || maximumToMassCentre < distance { maximumToMassCentre = distance }
                sumToMassCentre += distance
                isFirst = false
            }
        }
        if wanted.variance {
            for offset in 0..<run.columns.count {
                let difference = intensity[run.start + offset] - centres.meanIntensity
                variance += ReferencePower.square(difference) / centres.area
            }
        }
        isEmpty = false
    }

    /// Adds a row; a NaN in the first row of the image stays a maximum, later ones are passed over.
    private mutating func add(_ row: ObjectDeviations, isFirstRow: Bool) {
        sumToCentroid += row.sumToCentroid
        sumToMassCentre += row.sumToMassCentre
        variance += row.variance
        if isFirstRow || row.maximumToCentroid > maximumToCentroid { maximumToCentroid = row.maximumToCentroid }
        if isFirstRow || row.maximumToMassCentre > maximumToMassCentre {
            maximumToMassCentre = row.maximumToMassCentre
        }
    }
}

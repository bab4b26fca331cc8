package import Imaging

/// The objects of one plane or volume, ready to be measured.
package struct PlaneMeasurement: Sendable {
    /// What is measured.
    package let content: TableContent
    private let plane: MeasuredPlane

    /// Prepares for measuring; labels that no pixel carries are no objects.
    ///
    /// - Precondition: channels and extra columns are those that `content` names; a channel has the pixel count of `labels`,
    ///   classes and extra columns have an entry for each label.
    package init(
        _ content: TableContent,
        position: Int = 0,
        frame: Int,
        slice: Int,
        labels: LabelImage,
        channels: [PixelValues],
        classes: ObjectClasses? = nil,
        pixelClasses: [UInt8]? = nil,
        extra: [ExtraColumn] = []
    ) {
        let isByLabel = { (count: Int?) in count ?? .max > labels.count }
        precondition(channels.count == content.channelCount)
        precondition(channels.allSatisfy { $0.count == labels.labels.count })
        precondition(isByLabel(classes?.classes.count) && content.hasClasses == (classes != nil))
        precondition(isByLabel(pixelClasses?.count) && content.hasPixelClasses == (pixelClasses != nil))
        precondition(extra.map(\.name) == content.extraColumns && extra.allSatisfy { isByLabel($0.values.count) })
        self.content = content
        plane = MeasuredPlane(
            position: position,
            frame: frame,
            slice: slice,
            labels: labels,
            runs: LabelRuns(labels),
            channels: channels,
            classes: classes,
            pixelClasses: pixelClasses,
            extra: extra
        )
    }

    /// The objects of `plane`, as `content` says.
    init(_ content: TableContent, _ plane: MeasuredPlane) { (self.content, self.plane) = (content, plane) }

    /// The numbers of the column with that name by label, NaN for labels that no pixel carries and for the background;
    /// nil if there is no such column.
    package func column(named name: String) -> [Double]? {
        for source in TableContent.sources {
            let columns = source.columns(content)
            guard let index = columns.firstIndex(where: { $0.name == name }) else { continue }
            let prepared = PreparedSource(value: source.init(plane, content), columnCount: columns.count)
            var column = [Double](repeating: .nan, count: labelCount + 1)
            forEachRow(of: [prepared], in: 1..<labelCount + 1) { label, row in column[label] = row[index] }
            return column
        }
        return nil
    }

    var position: Int { plane.position }

    var labelCount: Int { plane.runs.labelCount }

    /// How the columns are written, channels being what they are.
    var kinds: [TableColumn.Kind] {
        content.columns.map { column in
            guard case .pixel(let channel) = column.kind else { return column.kind }
            return plane.channels[channel].pixelType == .float32 ? .decimal : .integer
        }
    }

    /// What measures, prepared once for a plane; a copy measures without the others.
    var sources: [PreparedSource] {
        TableContent.sources.compactMap { source in
            let count = source.columns(content).count
            return count > 0 ? PreparedSource(value: source.init(plane, content), columnCount: count) : nil
        }
    }

    /// Calls `body` with the numbers of each object of `labels`.
    func forEachRow(
        of sources: [PreparedSource],
        in labels: Range<Int>,
        _ body: (_ label: Int, _ row: UnsafeMutableBufferPointer<Double>) -> Void
    ) {
        var sources = sources
        withUnsafeTemporaryAllocation(of: Double.self, capacity: sources.reduce(0) { $0 + $1.columnCount }) { row in
            row.initialize(repeating: .nan)
            plane.runs.forEachObject(in: labels) { object in
                var start = 0
                for index in sources.indices {
                    let end = start + sources[index].columnCount
                    sources[index].value.measure(object, into: .init(rebasing: row[start..<end]))
                    start = end
                }
                body(object.label, row)
            }
        }
    }
}

/// What measures some columns of one plane.
struct PreparedSource: Sendable {
    var value: any ColumnSource
    let columnCount: Int
}

package import Imaging

/// The runs of the objects of a plane.
package protocol ObjectRunSource {
    /// Calls `body` with each run of the rows `rows`, in the order of rows and columns; its end is the column behind the last.
    func forEachRun(
        in rows: Range<Int>,
        _ body: (_ label: Int, _ row: Int, _ first: UInt32, _ end: UInt32) -> Void
    )
}

/// The objects of a plane that is never in memory as a whole: their runs, and what is summed of the pixels while rows pass by.
package struct PassingMeasurement {
    private let content: TableContent
    private let position: Int
    private let frame: Int
    private let slice: Int
    private let size: ImageSize
    private let runs: LabelRuns
    private let pixelClasses: [UInt8]?
    private var sums: [IntensitySums]
    private var channels: [PixelValues] = []

    /// The groups of columns of `content` that need the plane as a whole.
    package static func groupsOfWholePlanes(_ content: TableContent) -> [MeasurementGroup] {
        MeasurementGroup.allCases.filter { $0 != .basic && content.has($0) }
    }

    /// Begins with the objects of a plane of `size`, which are numbered up to `count`.
    ///
    /// - Precondition: `content` asks for no group that needs the whole plane, and for no classes of objects.
    package init(
        _ content: TableContent,
        position: Int = 0,
        frame: Int,
        slice: Int,
        size: ImageSize,
        count: Int,
        runs source: some ObjectRunSource,
        pixelClasses: [UInt8]?
    ) {
        precondition(Self.groupsOfWholePlanes(content).isEmpty && !content.hasClasses)
        precondition(content.hasPixelClasses == (pixelClasses != nil))
        self.content = content
        (self.position, self.frame, self.slice, self.size) = (position, frame, slice, size)
        self.pixelClasses = pixelClasses
        runs = LabelRuns(count: count) { body in
            source.forEachRun(in: 0..<size.height) { label, row, first, end in
                body(label, Run(slice: 0, row: UInt32(row), first: first, end: end))
            }
        }
        let isSummed = !IntensityColumns.columns(content).isEmpty
        sums = isSummed ? Array(repeating: IntensitySums(count: count), count: content.channelCount) : []
    }

    /// Whether the pixels are looked at.
    package var takesPixels: Bool { !sums.isEmpty }

    /// Adds the pixels of the rows `rows`, one entry a channel; `source` has the runs of the same objects.
    package mutating func add(_ channels: [PixelValues], rows: Range<Int>, runs source: some ObjectRunSource) {
        self.channels = channels.map { $0[0..<0] }
        for channel in sums.indices {
            source.forEachRun(in: rows) { label, row, first, end in
                let line = (row - rows.lowerBound) * size.width
                sums[channel].add(channels[channel], line + Int(first)..<line + Int(end), label: label)
            }
        }
    }

    /// What was measured, all rows having passed by.
    package var plane: PlaneMeasurement {
        PlaneMeasurement(
            content,
            MeasuredPlane(
                position: position,
                frame: frame,
                slice: slice,
                labels: LabelImage(size: ImageSize(width: 0, height: 0), labels: [], count: 0),
                runs: runs,
                channels: channels,
                classes: nil,
                pixelClasses: pixelClasses,
                extra: [],
                sums: sums
            )
        )
    }
}

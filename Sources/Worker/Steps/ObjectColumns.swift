import Imaging
import Measurement
import WorkerProtocol

/// The object table of a plane or volume as the image and the recipe make it.
struct ObjectColumns {
    /// What the table holds.
    private(set) var content: TableContent
    private let wantsStatistics: Bool

    /// A table of these groups for objects as those of `plane`.
    init(_ plane: SegmentedPlane, groups: [MeasurementGroup]?, setting: StepSetting, isVolume: Bool) {
        self.init(groups: groups, channelCount: plane.channels.count, pixelSize: setting.pixelSize, isVolume: isVolume)
        content.hasClasses = plane.objectClasses != nil
        content.hasPixelClasses = plane.pixelClasses != nil
    }

    /// A table of these groups for an image with so many channels.
    init(groups: [MeasurementGroup]?, channelCount: Int, pixelSize: PixelSize?, isVolume: Bool) {
        var content = TableContent(groups: groups.map(Set.init), channelCount: channelCount, isVolume: isVolume)
        content.pixelSize = pixelSize
        wantsStatistics = groups?.contains(.apoc) ?? false
        if wantsStatistics {
            let none = LabelImage(size: ImageSize(width: 0, height: 0), labels: [], count: 0)
            content.extraColumns = Self.statistics(of: none, .uint8([])).map(\.name)
        }
        self.content = content
    }

    /// The table that is written for an image.
    init(_ setting: OutputSetting) {
        let (job, layout) = (setting.job, setting.layout)
        self.init(
            groups: job.recipe.measurements,
            channelCount: layout.shape.channels,
            pixelSize: layout.pixelSize,
            isVolume: setting.isVolume
        )
        content.channelNames = layout.channelNames ?? []
        content.image = job.imageName
        content.position = layout.position
        content.positions = layout.positionTexts
        content.fixedColumns = job.groups.map { zip($0.names, $0.texts).map(FixedColumn.init) } ?? []
        for step in job.recipe.steps {
            if case .classifyObjects = step { content.hasClasses = true }
            if case .connectEachClass = step { content.hasPixelClasses = true }
        }
        if job.recipe.classColors != nil { content.classNames = job.recipe.classNames }
        content.classOfObjects = job.recipe.classOfObjects
    }

    /// Measures the objects of a plane or volume.
    func measurement(of plane: SegmentedPlane, _ labels: LabelImage) -> PlaneMeasurement {
        PlaneMeasurement(
            content,
            position: plane.position,
            frame: plane.frame,
            slice: plane.slice,
            labels: labels,
            channels: plane.channels,
            classes: plane.objectClasses,
            pixelClasses: plane.pixelClasses,
            extra: wantsStatistics ? Self.statistics(of: labels, plane.channels[0]) : []
        )
    }

    /// APOC's own statistics, in the first channel.
    private static func statistics(of labels: LabelImage, _ channel: PixelValues) -> [ExtraColumn] {
        ObjectFeatureTable.statistics(of: labels, intensity: channel.floats).compactMap { name, values in
            // The area is in every table already.
            if name == "area" { return nil }
            let behind = max(labels.count + 1 - values.count, 0)
            return ExtraColumn(name: name, values: values + [Float](repeating: .nan, count: behind))
        }
    }
}

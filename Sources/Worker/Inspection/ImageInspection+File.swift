import Imaging
import TIFFFiles
import WorkerProtocol

extension ImageInspection {
    /// Describes the image in `files`, of which the first is the one that was asked about.
    ///
    /// - Parameters:
    ///   - axes: what is said about its axes.
    ///   - decodes: whether its pixels are looked at too, all of them.
    ///   - beat: called once for each plane that is decoded.
    /// - Throws: why it cannot be read, by name, or how the names do not fit.
    init(
        _ files: [TIFFSource],
        axes: AxisChoice,
        decodes: Bool,
        _ limits: TIFFLimits,
        beat: () -> Void
    ) throws(Failure) {
        let reader: TIFFReader
        do {
            reader = try TIFFReader(sources: files, taking: axes, limits: limits)
        } catch {
            throw Failure(reading: error)
        }
        if decodes { try reader.decodeAll(beat: beat) }
        let layout = reader.layout
        var pageAxes = axes.names == nil ? reader.pageAxes : reader.takenAxes
        // The samples of a page are channels too.
        let channels = layout.shape.channels
        if let index = pageAxes.firstIndex(where: { $0.name == "C" }) {
            pageAxes[index].extent = channels
        } else if channels > 1 {
            pageAxes.append(PageAxis(name: "C", extent: channels))
        }
        var warnings = reader.warnings
        if pageAxes.lackNames {
            warnings.append(
                "an axis without a name (?) is Z for a classifier trained on volumes and time for others; --axes, or"
                    + " `axes` in a recipe, names it: \(AxisNames.example)"
            )
        }
        self.init(
            file: files[0].name,
            layout: layout,
            axes: pageAxes.names,
            extents: pageAxes.map(\.extent) + [layout.shape.size.height, layout.shape.size.width],
            warnings: warnings,
            isWhole: reader.isWhole
        )
        if files[0].place != nil { self.files = files.map(\.name) }
    }
}

import Imaging
import TIFFFiles
import WorkerProtocol

extension ImageInspection {
    /// Describes the TIFF open as `descriptor`; no pixel is decoded.
    ///
    /// - Parameter names: names for its axes that overrule the file's.
    /// - Throws: why it cannot be read, by name, or how the names do not fit.
    init(descriptor: Int32, name: String, axes names: AxisNames?) throws(Failure) {
        let reader: TIFFReader
        do {
            reader = try TIFFReader(fileDescriptor: descriptor, name: name, axes: AxisReading(names: names))
        } catch {
            throw Failure(reading: error)
        }
        let layout = reader.layout
        var pageAxes = names == nil ? reader.pageAxes : reader.takenAxes
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
            file: name,
            layout: layout,
            axes: pageAxes.names,
            extents: pageAxes.map(\.extent) + [layout.shape.size.height, layout.shape.size.width],
            warnings: warnings
        )
    }
}

import Glibc
import Imaging
import WorkerProtocol

/// The layout of the image that was begun in a file: what `OutputFile` notes when it begins one.
///
/// A class, since the file is handed on as a value, and asked when the image is whole.
final class WrittenForm {
    var layout: ImageLayout?
}

extension OutputFile {
    /// What is in the file, for programs that open it; nil where nothing is to be said.
    var form: OutputForm? {
        if let layout = written.layout {
            var layout = layout
            // Programs find them as frames in ImageJ's files, as images of their own in OME's.
            if layout.description != .ome { layout.shape = layout.shape.withFoldedPositions }
            var form = OutputForm(axes: layout.axes, shape: layout.extents, pixelType: layout.pixelType)
            if kind == .probabilities {
                let classes = setting.pixelClasses?.probabilities.compactMap(\.number) ?? []
                form.classes = classes.isEmpty ? nil : classes
            }
            return form
        }
        switch kind.format {
        case .csv: return OutputForm(areaUnit: setting.isVolume ? "voxel" : "pixel")
        case .png: return pictureForm
        default: return nil
        }
    }

    /// The size that a PNG names in its first chunk (width and height, four bytes each, behind 16 others); readers give
    /// three colours, whether it holds them or numbers of a palette.
    private var pictureForm: OutputForm? {
        var bytes = [UInt8](repeating: 0, count: 24)
        guard pread(descriptor, &bytes, bytes.count, 0) == bytes.count else { return nil }
        func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        return OutputForm(axes: "YXC", shape: [number(20), number(16), 3], pixelType: .uint8)
    }
}

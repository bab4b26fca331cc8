import Glibc
import Imaging
import TIFFFiles

/// Opens a TIFF and decodes what it holds.
package enum WholeRead {
    /// The bytes of the file at `path`; ends the program where there is none.
    package static func contents(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { fatalError("\(path) cannot be read") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
        return bytes
    }

    /// Reads every plane, the first of many pixels alone; what is refused is refused.
    ///
    /// - Parameter most: planes are decoded up to so many pixels in all.
    /// - Returns: how many pixels were decoded.
    @discardableResult
    package static func run(_ descriptor: Int32, name: String = "x.ome.tif", most: Int) -> Int {
        guard let reader = try? TIFFReader(fileDescriptor: descriptor, name: name) else { return 0 }
        let shape = reader.layout.shape
        var pixels = 0
        for position in 0..<shape.positions {
            for frame in 0..<shape.frames {
                for slice in 0..<shape.slices {
                    for channel in 0..<shape.channels {
                        let plane = shape.size.width.multipliedReportingOverflow(by: shape.size.height).partialValue
                        guard pixels + plane <= most else { return pixels }
                        let values = try? reader.plane(
                            position: position,
                            frame: frame,
                            slice: slice,
                            channel: channel
                        )
                        guard values != nil else { return pixels }
                        pixels += plane
                    }
                }
            }
        }
        return pixels
    }
}

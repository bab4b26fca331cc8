import Glibc
import Imaging
import TIFFFiles

/// An open file of a test; closed with the value's last use.
final class OpenFile {
    let descriptor: Int32

    /// Opens `path` for reading, or for reading and writing as a new file.
    init(_ path: String, creating: Bool = false) throws {
        descriptor = open(path, creating ? O_RDWR | O_CREAT | O_TRUNC : O_RDONLY, 0o644)
        if descriptor < 0 { throw OpenFileError(path: path, code: errno) }
    }

    deinit { close(descriptor) }
}

struct OpenFileError: Error {
    var path: String
    var code: Int32
}

/// The image of `path` with all its planes, P slowest, then T, then Z, then C.
struct WholeImage {
    var layout: ImageLayout
    var warnings: [String]
    var isWhole: Bool
    var lateWarnings: [String]
    var planes: [PixelValues]

    init(
        _ path: String,
        alpha: AlphaSamples = .leftOut,
        limits: TIFFLimits = .standard,
        channels: AxisSelection? = nil,
        positions: AxisSelection? = nil
    ) throws {
        let file = try OpenFile(path)
        let name = path.split(separator: "/").last.map { String($0) } ?? path
        let reader = try TIFFReader(
            fileDescriptor: file.descriptor,
            name: name,
            limits: limits,
            alpha: alpha,
            channels: channels,
            positions: positions
        )
        try self.init(reader)
    }

    /// All that `reader` gives out.
    init(_ reader: TIFFReader) throws {
        layout = reader.layout
        warnings = reader.warnings
        isWhole = reader.isWhole
        planes = []
        lateWarnings = []
        let shape = layout.shape
        for position in 0..<shape.positions {
            for frame in 0..<shape.frames {
                for slice in 0..<shape.slices {
                    for channel in 0..<shape.channels {
                        let plane = try reader.plane(position: position, frame: frame, slice: slice, channel: channel)
                        planes.append(plane)
                    }
                }
            }
        }
        lateWarnings = reader.lateWarnings
    }

    /// The first pixel of each plane, where all of a plane are the same.
    var fills: [UInt16] {
        planes.compactMap { plane in
            guard case .uint16(let pixels) = plane, let first = pixels.first, pixels.allSatisfy({ $0 == first })
            else { return nil }
            return first
        }
    }

    /// The pixels as C-order bytes over `axes`, slowest first (letters T, Z, C, S for channels, Q and I for frames),
    /// little-endian, as NumPy would keep them with the type `dtype`. A single Q or I stands for all axes of the pages.
    func bytes(axes: String, dtype: String) -> [UInt8] {
        let shape = layout.shape
        let isInterleaved = axes.hasSuffix("S")
        let lead = axes.filter { !"YX".contains($0) }.dropLast(isInterleaved ? 1 : 0)
        let isFlat = lead.count == 1 && "QI".contains(lead)
        let together = isInterleaved ? shape.channels : 1
        let extents =
            isFlat
            ? [planes.count / together]
            : lead.map { "TQI".contains($0) ? shape.frames : $0 == "Z" ? shape.slices : shape.channels }
        var bytes: [UInt8] = []
        for flat in 0..<extents.reduce(1, *) {
            var place: [Character: Int] = [:]
            var rest = flat
            for (axis, extent) in zip(lead, extents).reversed() {
                place["TQI".contains(axis) ? "T" : axis == "S" ? "C" : axis] = rest % extent
                rest /= extent
            }
            let first =
                isFlat
                ? flat * together
                : ((place["T"] ?? 0) * shape.slices + (place["Z"] ?? 0)) * shape.channels + (place["C"] ?? 0)
            let samples = (0..<(isInterleaved ? shape.channels : 1)).map { planes[first + $0].bytes(dtype) }
            if samples.count == 1 {
                bytes += samples[0]
            } else {
                let width = samples[0].count / shape.size.pixelCount
                for start in stride(from: 0, to: samples[0].count, by: width) {
                    for plane in samples { bytes += plane[start..<start + width] }
                }
            }
        }
        return bytes
    }
}

extension PixelValues {
    /// The pixels as little-endian bytes, narrowed again to `dtype` where they were widened.
    func bytes(_ dtype: String) -> [UInt8] {
        func raw<Value>(_ values: [Value]) -> [UInt8] { values.withUnsafeBytes { [UInt8]($0) } }
        switch self {
        case .uint8(let pixels): return pixels
        case .uint16(let pixels): return raw(pixels)
        case .uint32(let pixels): return raw(pixels)
        case .float32(let pixels):
            switch dtype {
            case "int8": return raw(pixels.map { Int8($0) })
            case "int16": return raw(pixels.map { Int16($0) })
            case "float16": return raw(pixels.map { Float16($0) })
            case "int32": return raw(pixels.map { Int32($0) })
            case "int64": return raw(pixels.map { Int64($0) })
            case "uint64": return raw(pixels.map { UInt64($0) })
            case "float64": return raw(pixels.map { Double($0) })
            default: return raw(pixels)
            }
        }
    }
}

import Foundation
import Imaging
import TIFFFiles

/// The files of `Tests/Fixtures/systems`, one for each acquisition system, and what tifffile reads from them.
struct SystemFiles {
    /// What tifffile 2026.3.3 reads from one file.
    struct Expected: Decodable {
        var kind: String
        var axes: String
        var shape: [Int]
        var dtype: String
        var sha256: String
        /// x and z in micrometres.
        var pixelSize: [Double?]?

        enum CodingKeys: String, CodingKey {
            case kind, axes, shape, dtype, sha256
            case pixelSize = "pixel_size"
        }

        /// The letters of this package for those of tifffile, slowest first, and how long each axis is.
        var named: [(letter: Character, extent: Int)] {
            zip(axes, shape).map { letter, extent in
                switch letter {
                case "R", "P", "M", "V": ("P", extent)
                case "L", "E", "S": ("C", extent)
                // Axes without a name are frames, where nobody says otherwise.
                case "I", "Q": ("T", extent)
                default: (letter, extent)
                }
            }
        }

        /// The shape in which this package has the image.
        var extents: ImageShape {
            var result = ImageShape(size: ImageSize(width: 1, height: 1))
            for (letter, extent) in named {
                switch letter {
                case "P": result.positions *= extent
                case "T": result.frames *= extent
                case "Z": result.slices *= extent
                case "C": result.channels *= extent
                case "Y": result.size.height = extent
                default: result.size.width = extent
                }
            }
            return result
        }
    }

    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/systems").path

    /// Writes all files into `target`.
    static func write(into target: String) throws {
        _ = try Tools.python(
            "import runpy, sys; runpy.run_path(sys.argv[1])['write'](sys.argv[2])",
            [
                folder + "/write.py", target,
            ]
        )
    }

    /// Runs `call`, which writes a file to `path`.
    static func write(_ call: String, to path: String) throws {
        let script =
            "import runpy, sys; names = runpy.run_path(sys.argv[1]); names['path'] = sys.argv[2]; exec(sys.argv[3], names)"
        _ = try Tools.python(script, [folder + "/write.py", path, call])
    }

    /// What is expected of each file, by its path.
    static func expected() throws -> [String: Expected] {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/expected.json"))
        return try JSONDecoder().decode([String: Expected].self, from: data)
    }
}

extension WholeImage {
    /// The pixels in the order of tifffile's axes, as little-endian bytes.
    func bytes(as expected: SystemFiles.Expected) -> [UInt8] {
        let isInterleaved = expected.axes.hasSuffix("S")
        let axes = expected.named.dropLast(isInterleaved ? 3 : 2)
        let shape = layout.shape
        var bytes: [UInt8] = []
        for flat in 0..<axes.reduce(1, { $0 * $1.extent }) {
            // The place along each axis of this package; neighbours of one meaning are one axis.
            var place: [Character: Int] = [:]
            var rest = flat
            var indices: [Int] = []
            for axis in axes.reversed() {
                indices.insert(rest % axis.extent, at: 0)
                rest /= axis.extent
            }
            for (axis, index) in zip(axes, indices) {
                place[axis.letter] = (place[axis.letter] ?? 0) * axis.extent + index
            }
            let frame = (place["P"] ?? 0) * shape.frames + (place["T"] ?? 0)
            let first = (frame * shape.slices + (place["Z"] ?? 0)) * shape.channels
            guard isInterleaved else {
                bytes += planes[first + (place["C"] ?? 0)].bytes(expected.dtype)
                continue
            }
            let samples = (0..<shape.channels).map { planes[first + $0].bytes(expected.dtype) }
            for index in samples[0].indices { bytes += samples.map { $0[index] } }
        }
        return bytes
    }
}

import Foundation
import Imaging

/// What a manifest of the shared material says of one file.
struct ManifestEntry: Decodable {
    var file: String
    /// Generated files: `ok`, `error` or `incomplete`.
    var status: String?
    var error: String?
    var axes: String?
    var axesDeclared: String?
    var shape: [Int]?
    var dtype: String?
    var pixelsSHA256: String?
    var tolerance: Int?
    var reference: String?
    var pixelSize: [Double?]?
    var fileSet: [String]?
    var fileSetMember: String?

    enum CodingKeys: String, CodingKey {
        case file, status, error, axes, shape, dtype, tolerance, reference
        case axesDeclared = "axes_declared"
        case pixelsSHA256 = "pixels_sha256"
        case pixelSize = "pixel_size_um"
        case fileSet = "fileset"
        case fileSetMember = "fileset_member_of"
    }

    private struct Generated: Decodable { var entries: [ManifestEntry] }

    /// The entries of `tiffs/generated`.
    static func generated(in folder: String) throws -> [ManifestEntry] {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/generated/manifest.json"))
        return try JSONDecoder().decode(Generated.self, from: data).entries
    }

    /// The entries of `tiffs/real`.
    static func real(in folder: String) throws -> [ManifestEntry] {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/real_manifest.json"))
        return try JSONDecoder().decode([ManifestEntry].self, from: data)
    }

    /// Extents along T, Z, C, Y, X, where unnamed axes are frames and samples are channels.
    var extents: ImageShape? {
        guard let axes, let shape, axes.count == shape.count else { return nil }
        var result = ImageShape(size: ImageSize(width: 1, height: 1))
        // A declared name stands for the unnamed axis of the same place.
        for (axis, extent) in zip(axesDeclared ?? axes, shape) {
            switch axis {
            case "Z": result.slices = extent
            case "C", "S": result.channels = extent
            case "Y": result.size.height = extent
            case "X": result.size.width = extent
            default: result.frames = extent
            }
        }
        return result
    }
}

import Files
import Imaging
import SystemPackage
import WorkerProtocol

/// A line of the table of images: what a summary says of one image under one recipe, and where its rows are.
enum ImageLine {
    /// The columns, in order. The last ones serve the tables themselves; the groups of the images stand behind them.
    static let columns =
        [
            "image", "recipe", "status", "objects", "foreground_share", "planes", "frames", "channels", "slices",
            "height", "width", "pixel_type", "pixel_size_x", "pixel_size_y", "pixel_size_z", "pixel_unit", "classifier",
            "classifier_sha256", "image_bytes", "image_mtime", "image_sha256", "revision", "seconds", "warnings",
            "flags", "error",
        ] + bookkeeping
    private static let bookkeeping = [
        "finished", "summary", "summary_bytes", "objects_sha256", "table_rows", "table_bytes",
    ]
    /// What the table begins with, by which ours is known.
    static let mark = Array("image,recipe,status,objects,".utf8)
    /// The digest of a table of objects that could not be taken in.
    static let unusable = Array("-".utf8)

    /// The first line, with those groups.
    static func header(_ groups: [String]) -> [UInt8] {
        (columns + groups).map(TableText.field).joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "\n")]
    }

    /// Where the fields that are read again stand.
    static let (finished, summary, size) = (columns.count - 6, columns.count - 5, columns.count - 4)
    static let (digest, rows, bytes) = (columns.count - 3, columns.count - 2, columns.count - 1)

    /// The fields of image and recipe, a comma behind each.
    static func prefix(image way: [FilePath.Component], recipe: String?) -> [UInt8] {
        TableText.path(way) + [UInt8(ascii: ",")] + TableText.field(recipe ?? "") + [UInt8(ascii: ",")]
    }

    /// When a file was last changed, and its size, as the fields that tell it say it.
    static func stamp(_ file: FileState) -> (finished: [UInt8], bytes: [UInt8]) {
        // The name is of no interest.
        let time = Summary.Image(name: "x", identity: file.identity).mtime
        return (Array(time.utf8), Array("\(file.identity.size)".utf8))
    }

    /// A line up to the comma in front of `table_rows`.
    ///
    /// - Parameters:
    ///   - path: the field for the summary.
    ///   - digest: that of the image's own table, empty where there is none.
    static func head(
        _ summary: Summary,
        prefix: [UInt8],
        file: FileState,
        path: [UInt8],
        digest: [UInt8]
    ) -> [UInt8] {
        let (image, totals, times) = (summary.image, summary.totals, summary.timings)
        func extent(_ axis: Character) -> String {
            guard let axes = image.axes, let shape = image.shape, axes.count == shape.count else { return "" }
            return axes.firstIndex(of: axis).map { "\(shape[axes.distance(from: axes.startIndex, to: $0)])" } ?? "1"
        }
        let seconds = ((times.read + times.compute + times.write) / 1_000 * 1_000_000).rounded() / 1_000_000
        let pixel = image.pixelSize
        var fields: [String] = [
            summary.status.rawValue, text(totals.objects), text(totals.foregroundShare),
            summary.status == .done ? "\(totals.planes)" : "",
        ]
        fields += ["T", "C", "Z", "Y", "X"].map(extent)
        fields += [image.pixelType?.rawValue ?? "", text(pixel?.x), text(pixel?.y), text(pixel?.z), pixel?.unit ?? ""]
        fields += [
            summary.classifier?.name ?? "", summary.classifier?.sha256 ?? "", "\(image.size)", image.mtime,
            image.sha256 ?? "",
            text(summary.revision), summary.status == .done ? "\(seconds)" : "", "\(summary.warnings.count)",
            summary.flagNames.joined(separator: " "), summary.error?.kind ?? "",
        ]
        let stamp = stamp(file)
        let all = fields.map(TableText.field) + [stamp.finished, path, stamp.bytes, digest]
        return prefix + all.joined(separator: [UInt8(ascii: ",")])
    }

    private static func text(_ number: (some CustomStringConvertible)?) -> String { number.map { "\($0)" } ?? "" }
}

extension Summary {
    /// The kinds of doubt that there are about the image.
    fileprivate var flagNames: [String] { flags.map(\.kind) }
}

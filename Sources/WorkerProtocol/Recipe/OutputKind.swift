package import Imaging

/// What one recipe can write for an image, beside the summary, which is always written.
///
/// To add one: an entry here, in `all`, and a file in `Worker/Outputs/` that writes it. Names of files, what a recipe can
/// write and what it writes by itself, `--output`, `outputs` and the marks by which our own files are known follow from
/// the entry.
package struct OutputKind: Sendable {
    /// The format of a file, by which a file of ours is known too.
    package enum Format: Sendable, Hashable {
        /// A TIFF, with our name in its Software tag.
        case tiff
        /// A CSV file whose first line begins so.
        case csv(header: String)
        /// A PNG, with our name in a text chunk before its pixels.
        case png
        /// A JSON object whose first key is our name; formats of their own have extensions of their own.
        case json(fileExtension: String)
        /// A zip archive, with our name in its first entry.
        case zip

        /// The extension of the file name.
        package var fileExtension: String {
            switch self {
            case .tiff: "tif"
            case .csv: "csv"
            case .png: "png"
            case .json(let fileExtension): fileExtension
            case .zip: "zip"
            }
        }
    }

    /// When a recipe that does not name its outputs writes one of those that it can write.
    package enum Standard: Sendable, Hashable {
        case always
        /// Where it is what the classifier is made for.
        case asPurpose
        /// Only where it is asked for.
        case never
    }

    /// How much of a disk it takes; where space runs short, the largest are left out first.
    package enum Bulk: Int, Sendable, Comparable {
        /// A byte or two a pixel, or less: the result itself.
        case result
        /// A picture for people.
        case picture
        /// Several bytes a pixel for each class.
        case bulky

        package static func < (left: Bulk, right: Bulk) -> Bool { left.rawValue < right.rawValue }
    }

    /// The name, in configurations and in summaries, and in file names where these have no word of their own.
    package let rawValue: String
    /// The format of its file.
    package let format: Format
    /// What has to be made of the image for it.
    package let needs: Set<Product>
    /// What it takes too, where a recipe makes it.
    package let uses: Set<Product>
    /// Whether a recipe writes it without being asked.
    package let standard: Standard
    /// How much of a disk it takes.
    package let bulk: Bulk
    /// Raised when the same pixels give another file than before, so that the file is made anew with whatever else is.
    package let formVersion: Int
    /// What is in it, in a line.
    package let help: String
    /// What it is called in file names.
    package let fileWord: String

    private init(
        _ name: String,
        _ format: Format,
        fileWord: String? = nil,
        needs: Set<Product>,
        uses: Set<Product> = [],
        standard: Standard,
        bulk: Bulk = .result,
        formVersion: Int = 1,
        help: String
    ) {
        rawValue = name
        self.format = format
        self.needs = needs
        self.uses = uses
        self.standard = standard
        self.bulk = bulk
        self.formVersion = formVersion
        self.help = help
        self.fileWord = fileWord ?? name
    }

    /// What the name of a file of this kind ends with.
    package var nameEnding: String { "_\(fileWord).\(format.fileExtension)" }
}

extension OutputKind {
    /// Every kind, in the order in which summaries list them.
    package static let all = [
        mask, labels, classes, probabilities, uncertainty, features, objectClasses, objects, overlay, polygons, rois,
        coco,
    ]

    package static let mask = OutputKind(
        "mask",
        .tiff,
        needs: [.mask],
        standard: .always,
        help: "uint8, 0 or 255: pixels of the positive class, or above the probability threshold"
    )
    package static let labels = OutputKind(
        "labels",
        .tiff,
        needs: [.labels],
        standard: .always,
        help: "uint16, uint32 above 65,535 objects: connected components of the mask in APOC's numbering"
    )
    package static let classes = OutputKind(
        "classes",
        .tiff,
        needs: [.classMap],
        standard: .asPurpose,
        help: "uint8: the class of every pixel, from 1"
    )
    package static let probabilities = OutputKind(
        "probabilities",
        .tiff,
        needs: [.probabilities],
        standard: .asPurpose,
        bulk: .bulky,
        help: "float32: the probability of every class (C axis), or of the class that a ProbabilityMapper maps"
    )
    package static let uncertainty = OutputKind(
        "uncertainty",
        .tiff,
        needs: [.probabilities],
        standard: .never,
        bulk: .bulky,
        help: "float32, 0 to 1: how near the two most probable classes of a pixel are, 1 where they are equal"
    )
    package static let features = OutputKind(
        "features",
        .tiff,
        needs: [.features],
        standard: .never,
        bulk: .bulky,
        help: "float32: every feature that the classifier of the pixels looks at, one a channel"
    )
    package static let objectClasses = OutputKind(
        "object_classes",
        .tiff,
        // No ending is longer than that of probabilities: long names of images are fitted to it.
        fileWord: "object_class",
        needs: [.labels, .objectClasses],
        standard: .always,
        help: "uint8: the class of the object that a pixel belongs to, 0 outside"
    )
    package static let objects = OutputKind(
        "objects",
        .csv(header: TableMark.columns),
        needs: [.labels],
        uses: [.objectClasses],
        standard: .always,
        help: "CSV: one row an object"
    )
    package static let overlay = OutputKind(
        "overlay",
        .png,
        needs: [.labels],
        uses: [.objectClasses],
        standard: .never,
        bulk: .picture,
        help: "PNG, at most 1,024 pixels a side: the image with its objects outlined, a scale bar and a legend"
    )
    package static let polygons = OutputKind(
        "polygons",
        .json(fileExtension: "geojson"),
        needs: [.labels],
        uses: [.objectClasses],
        standard: .never,
        help: "GeoJSON for QuPath: the outlines of the objects, with holes; their classes and colours"
    )
    package static let rois = OutputKind(
        "rois",
        .zip,
        needs: [.labels],
        uses: [.objectClasses],
        standard: .never,
        help: "zip for ImageJ's ROI Manager: one selection an object, and in stacks one for each slice of it"
    )
    package static let coco = OutputKind(
        "coco",
        .json(fileExtension: "json"),
        needs: [.labels],
        uses: [.objectClasses],
        standard: .never,
        help: "JSON as COCO's: run-length encodings, boxes, areas and categories of the objects"
    )
}

extension OutputKind: Hashable, Codable, RawRepresentable, CaseIterable, CustomStringConvertible {
    package static var allCases: [OutputKind] { all }

    /// The kind of that name.
    package init?(rawValue: String) {
        guard let kind = Self.all.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = kind
    }

    package static func == (left: OutputKind, right: OutputKind) -> Bool { left.rawValue == right.rawValue }

    package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

    package var description: String { rawValue }
}

extension [OutputKind] {
    /// Each kind once, in the order of `OutputKind.all`.
    package var inOrder: [OutputKind] { OutputKind.all.filter(contains) }
}

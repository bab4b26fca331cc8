package import Imaging

/// What an object table says of its objects, besides their numbers.
package struct TableContent: Sendable, Equatable {
    /// Groups of columns; nil where nobody chose any: place, size, box, and the mean, least and greatest intensities.
    package var groups: Set<MeasurementGroup>?
    /// Number of channels that are measured.
    package var channelCount: Int
    /// Names of the channels, which are part of the columns' names from two channels on; numbers stand in for names that
    /// are missing, empty or not distinct.
    package var channelNames: [String] = []
    /// Whether objects are those of volumes: centroids and boxes then begin with the slice.
    package var isVolume: Bool
    /// Adds columns in micrometres, if its unit is a length and, for volumes, the distance of slices is known.
    package var pixelSize: PixelSize?
    /// The image, which the last columns name together with the position.
    package var image: String?
    /// The position, or series, of the image; an empty field if there is none.
    package var position: String?
    /// What the positions of an image of several are called, one for each: the last of the columns that are measured says
    /// it of every object. Empty for a single position.
    package var positions: [String] = []
    /// Whether objects have classes.
    package var hasClasses = false
    /// Whether objects come from several classes of pixels.
    package var hasPixelClasses = false
    /// The names of the classes, from class 1, where objects are told by them too: those that objects have, else those of the pixels
    /// that they are made of.
    package var classNames: [String]?
    /// The class, from 1, of the pixels that all objects are made of, where it is told.
    package var classOfObjects: Int?
    /// Names of columns that are measured elsewhere.
    package var extraColumns: [String] = []
    /// Columns that say the same of every object, behind all others.
    package var fixedColumns: [FixedColumn] = []

    /// The table that has the columns of the first version.
    package init(groups: Set<MeasurementGroup>? = nil, channelCount: Int, isVolume: Bool = false) {
        self.groups = groups
        self.channelCount = channelCount
        self.isVolume = isVolume
    }

    /// The names of all columns, in order.
    package var columnNames: [String] { namesBeforeFixed + usableFixed.map(\.name) }

    private var namesBeforeFixed: [String] {
        columns.map(\.name) + (image == nil ? [] : ["image"]) + (namesPosition ? ["position"] : [])
    }

    private var namesPosition: Bool { image != nil || !positions.isEmpty }

    /// The fields behind the measured ones, of an object in a position (from 0).
    func lastFields(position: Int) -> [String] {
        let text = positions.indices.contains(position) ? positions[position] : self.position ?? ""
        return (image.map { [$0] } ?? []) + (namesPosition ? [text] : []) + usableFixed.map(\.text)
    }

    /// Those of the fixed columns that no other column is called like: channels may have any name.
    var usableFixed: [FixedColumn] {
        var known = Set(fixedColumns.isEmpty ? [] : namesBeforeFixed)
        return fixedColumns.filter { known.insert($0.name).inserted }
    }

    /// The columns with numbers.
    var columns: [TableColumn] { Self.sources.flatMap { $0.columns(self) } }

    /// All that is measured, in the order of the columns.
    static let sources: [any ColumnSource.Type] = [
        BasicColumns.self, IntensityColumns.self, PhysicalColumns.self, PlaneShapeColumns.self, VolumeShapeColumns.self,
        NeighbourColumns.self, ClassColumns.self, ExtraColumns.self,
    ]

    func has(_ group: MeasurementGroup) -> Bool { groups?.contains(group) ?? false }

    /// What tells the channels apart in the names of columns; nothing for a single channel, as in scikit-image.
    var channelSuffixes: [String] {
        guard channelCount != 1 else { return [""] }
        let isNamed = channelNames.count == channelCount && Set(channelNames).count == channelCount
        return isNamed && !channelNames.contains("")
            ? channelNames.map { "-" + $0 } : (0..<channelCount).map { "-\($0)" }
    }

    /// The pixel in micrometres, if columns can be measured in them.
    var physicalPixel: PhysicalPixel? {
        guard let size = pixelSize?.inMicrometres else { return nil }
        guard isVolume else { return PhysicalPixel(depth: nil, height: size.y, width: size.x) }
        return size.z.map { PhysicalPixel(depth: $0, height: size.y, width: size.x) }
    }
}

/// The sides of a pixel in micrometres.
struct PhysicalPixel: Equatable {
    /// Of volumes.
    var depth: Double?
    var height: Double
    var width: Double

    /// Its area, or its volume.
    var size: Double { (depth ?? 1) * height * width }
    var isSquare: Bool { height == width }
    /// Whether distances in it and distances in pixels have the same order.
    var isEquilateral: Bool { isSquare && depth ?? width == width }
}

/// A column that says the same of every object.
package struct FixedColumn: Sendable, Equatable {
    package var name: String
    package var text: String

    /// `text`, in a column called `name`.
    package init(name: String, text: String) {
        (self.name, self.text) = (name, text)
    }
}

/// A column that was measured elsewhere.
package struct ExtraColumn: Sendable, Equatable {
    package var name: String
    /// By label; entry 0 is the background's.
    package var values: [Float]

    /// Values by label.
    package init(name: String, values: [Float]) {
        self.name = name
        self.values = values
    }
}

import Imaging

/// What a system says of the image in a file, in its own words, tags or structures.
struct SystemDescription {
    /// How many planes there are along which axis, and how the pages run through them.
    enum Planes {
        /// Nothing that can be believed: the pages have no names.
        case unknown
        /// The pages follow each other in this order.
        case inOrder(PlaneOrder)
        /// The page of each plane of the order, by its index in `pages`; nil where the file has none.
        case placed(PlaneOrder, [Int?])
        /// All planes lie behind the first directory, which knows only the first of them.
        case behindFirst(PlaneOrder)
    }

    var planes: Planes
    /// The pages of the image, where they are not those that look like the first, or are not listed as they are.
    var pages: [PageTags]?
    /// Planes that were to be recorded, where the system tells that apart from those that the file has.
    var plannedPlanes: Int?
    var pixelSize: PixelSize?
    /// Micrometres between slices, where x and y are left to the resolution tags.
    var sliceDistance: Double?
    /// Seconds between frames.
    var frameInterval: Double?
    var channelNames: [String] = []
    var position: String?
    var positionNames: [String] = []
    var acquisition: Acquisition?
    var warnings: [String] = []

    /// A description that says `planes`, and nothing else so far.
    init(_ planes: Planes) { self.planes = planes }

    /// A description of pages that run through the axes called `letters`, slowest first.
    init(axes letters: [(letter: Character, extent: Int)]) {
        if let order = AxisLetters.order(letters) {
            self.init(.inOrder(order))
        } else {
            self.init(.unknown)
        }
        warnings += AxisLetters.warnings(letters)
    }

    /// A name as it is kept: on one line, and of a length that a table can show.
    static func name(_ text: String) -> String { String(text.onOneLine.trimmed.prefix(100)) }
}

/// A system whose files say in a way of their own what their pages are.
struct DescribingSystem: Sendable {
    /// What its files are called in messages: "ScanImage".
    let name: String
    /// What a file says; nil where it is none of the system's.
    let describe: @Sendable (DescribedFile) throws(TIFFFault) -> SystemDescription?

    /// All that are known; where a file is of several, the first counts.
    static let all = [
        lsm, microManager, ndTiff, fluoView, metaMorph, sis, scanImage, metaSeries, aperio, hamamatsu, perkinElmer,
    ]
}

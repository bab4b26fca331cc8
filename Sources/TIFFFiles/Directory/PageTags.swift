/// The tags of one directory that matter here, read leniently: what is wrong with a page counts once the page is used.
///
/// A class, since files have up to hundreds of thousands of pages, and these are listed in several orders.
final class PageTags: @unchecked Sendable {
    // Nothing is set after the file was opened, which one thread does: any number of threads may read it then.

    /// Position in the chain, from 0.
    let index: Int
    /// Where the directory lies.
    let offset: Int

    // Values as stored; where a tag is absent, the default of the TIFF specification.
    private(set) var width: Int?
    private(set) var height: Int?
    private(set) var depth = 1
    private(set) var bits = PageTags.one
    private(set) var sampleFormats = PageTags.one
    private(set) var compression = 1
    private(set) var photometric = 1
    private(set) var samples = 1
    private(set) var rowsPerStrip: Int?
    private(set) var isPlanar = false
    private(set) var predictor = 1
    private(set) var fillOrder = 1
    private(set) var extraSamples: [Int] = []
    private(set) var tileWidth: Int?
    private(set) var tileHeight: Int?
    private(set) var subfileType = 0
    /// Nil where the file names none; for TIFF it is the inch (2) then.
    private(set) var resolutionUnit: Int?

    // Values that may be long: read when they are needed.
    private(set) var blockOffsets: DirectoryEntry?
    private(set) var blockByteCounts: DirectoryEntry?
    private(set) var descriptions: [DirectoryEntry] = []
    /// Micro-Manager's and NDTiff's JSON of the page.
    private(set) var metadata: DirectoryEntry?
    /// Where directories that belong to this page lie.
    private(set) var subDirectories: DirectoryEntry?
    /// Places and lengths of the strips or tiles, where those that are listed are known to be wrong.
    private(set) var mended: (offsets: [Int], byteCounts: [Int])?

    /// Pixels per `resolutionUnit` along x and y, where positive.
    private(set) var resolution: (x: Double?, y: Double?) = (nil, nil)
    /// Planes that a MetaMorph stack keeps in this one directory.
    private(set) var metaMorphPlanes = 1
    /// Some numbers are stored with a sign, which TIFF does not have there.
    private(set) var hasSignedNumbers = false
    /// The first tag that could not be read.
    private(set) var fault: TIFFFault?

    /// One list for all pages, which can be many.
    private static let one = [1]

    /// The directory describes no image.
    var isEmpty: Bool { width == nil || height == nil || blockOffsets == nil }

    /// The page is a thumbnail or a level of a pyramid, or a transparency mask.
    var isReduced: Bool { subfileType & 5 != 0 }

    /// The page can be one image with `other`: same size, samples and type.
    func isLike(_ other: PageTags) -> Bool {
        width == other.width && height == other.height && samples == other.samples && bits == other.bits
            && sampleFormats == other.sampleFormats && isPlanar == other.isPlanar
    }

    /// Reads `entries`, those of one directory.
    ///
    /// - Parameter before: the page before, with which lists that are equal are shared.
    init(
        _ entries: [DirectoryEntry],
        offset: Int,
        index: Int,
        file: FileBytes,
        limits: TIFFLimits,
        after before: PageTags? = nil
    ) {
        self.index = index
        self.offset = offset
        // The first of several entries of a tag counts, as it does for libtiff and tifffile.
        var seen = SeenTags(entries)
        for (index, entry) in entries.enumerated()
        where seen.isNew(at: index) || entry.tag == TagNumber.imageDescription {
            do throws(TIFFFault) {
                try keep(entry, file: file, limits: limits)
            } catch {
                fault = fault ?? error
            }
        }
        guard let before else { return }
        if bits == before.bits { bits = before.bits }
        if sampleFormats == before.sampleFormats { sampleFormats = before.sampleFormats }
        if extraSamples == before.extraSamples { extraSamples = before.extraSamples }
    }

    private func keep(_ entry: DirectoryEntry, file: FileBytes, limits: TIFFLimits) throws(TIFFFault) {
        if entry.isSigned, PageTags.numbers.contains(entry.tag) { hasSignedNumbers = true }
        switch entry.tag {
        case TagNumber.newSubfileType: subfileType = try entry.integer(in: file)
        case TagNumber.imageWidth: width = try entry.integer(in: file)
        case TagNumber.imageLength: height = try entry.integer(in: file)
        case TagNumber.bitsPerSample:
            bits = try entry.integers(in: file, atMost: limits.samples)
            if let elsewhere = PageTags.bitsElsewhere(entry, bits, in: file) { bits = elsewhere }
        case TagNumber.compression: compression = try entry.integer(in: file)
        case TagNumber.photometricInterpretation: photometric = try entry.integer(in: file)
        case TagNumber.fillOrder: fillOrder = try entry.integer(in: file)
        case TagNumber.imageDescription: descriptions.append(entry)
        case TagNumber.stripOffsets, TagNumber.tileOffsets: blockOffsets = entry
        case TagNumber.samplesPerPixel: samples = try entry.integer(in: file)
        case TagNumber.rowsPerStrip: rowsPerStrip = try entry.integer(in: file)
        case TagNumber.stripByteCounts, TagNumber.tileByteCounts: blockByteCounts = entry
        case TagNumber.xResolution: resolution.x = entry.positiveFraction(in: file)
        case TagNumber.yResolution: resolution.y = entry.positiveFraction(in: file)
        case TagNumber.planarConfiguration: isPlanar = try entry.integer(in: file) == 2
        case TagNumber.resolutionUnit: resolutionUnit = try? entry.integer(in: file)
        case TagNumber.predictor: predictor = try entry.integer(in: file)
        case TagNumber.tileWidth: tileWidth = try entry.integer(in: file)
        case TagNumber.tileLength: tileHeight = try entry.integer(in: file)
        case TagNumber.extraSamples: extraSamples = try entry.integers(in: file, atMost: limits.samples)
        case TagNumber.sampleFormat: sampleFormats = try entry.integers(in: file, atMost: limits.samples)
        case TagNumber.imageDepth: depth = try entry.integer(in: file)
        case TagNumber.microManager: metadata = entry
        case TagNumber.subDirectories: subDirectories = entry
        case TagNumber.metaMorphPlanes: metaMorphPlanes = max(1, entry.count)
        default: break
        }
    }

    /// Says where its strips or tiles lie, while the file is opened.
    func mend(offsets: [Int], byteCounts: [Int]) { mended = (offsets, byteCounts) }

    /// The bits of two samples, where they are kept elsewhere though they fit into the entry, as old LSM files do.
    private static func bitsElsewhere(_ entry: DirectoryEntry, _ bits: [Int], in file: FileBytes) -> [Int]? {
        guard entry.type == 3, bits.count == 2, bits[0] != bits[1],
            let field = file.read(at: entry.position, count: 4)
        else { return nil }
        var other = entry
        other.position = Int(field.integer(at: 0, bytes: 4, bigEndian: entry.isBigEndian))
        let found = (try? other.integers(in: file, atMost: 2)) ?? []
        return found.count == 2 && found[0] == found[1] && [8, 16, 32].contains(found[0]) ? found : nil
    }

    /// The tags that are read as whole numbers.
    private static let numbers: Set<UInt16> = [
        TagNumber.newSubfileType, TagNumber.imageWidth, TagNumber.imageLength, TagNumber.bitsPerSample,
        TagNumber.compression, TagNumber.photometricInterpretation, TagNumber.fillOrder, TagNumber.stripOffsets,
        TagNumber.samplesPerPixel, TagNumber.rowsPerStrip, TagNumber.stripByteCounts, TagNumber.planarConfiguration,
        TagNumber.resolutionUnit, TagNumber.predictor, TagNumber.tileWidth, TagNumber.tileLength,
        TagNumber.tileOffsets, TagNumber.tileByteCounts, TagNumber.extraSamples, TagNumber.sampleFormat,
        TagNumber.imageDepth,
    ]
}

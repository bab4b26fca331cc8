import CTIFF
import Imaging

/// A page that was checked: its geometry is possible, of a kind that is read, within the limits, and in the file.
struct StoredPage {
    /// What pages of one image have in common.
    struct Format: Equatable {
        var size: ImageSize
        var encoding: SampleEncoding
        var samples: Int
        var isPlanar: Bool
    }

    let tags: PageTags
    let format: Format
    /// Width and height of a strip or tile; strips are as wide as the image.
    let block: ImageSize
    let isTiled: Bool
    /// Where each strip or tile begins, and how many bytes it has (0: the writer did not say).
    let blockOffsets: [Int]
    let blockByteCounts: [Int]
    /// Some uncompressed strips or tiles are listed with fewer bytes than they need, and have.
    private(set) var understatesLengths = false

    /// Samples of a pixel within one strip or tile.
    var samplesPerBlock: Int { format.isPlanar ? 1 : format.samples }
    /// Bytes of a decoded row of a strip or tile.
    var blockRowBytes: Int { (block.width * samplesPerBlock * format.encoding.bits + 7) / 8 }
    var blocksAcross: Int { (format.size.width + block.width - 1) / block.width }
    var blocksDown: Int { (format.size.height + block.height - 1) / block.height }

    /// Samples that are image: a segmentation must not take opacity for a channel.
    func channelSamples(_ alpha: AlphaSamples) -> [Int] {
        let firstExtra = format.samples - tags.extraSamples.count
        return (0..<format.samples).filter { sample in
            alpha == .asChannel || sample < firstExtra || firstExtra < 1
                || ![1, 2].contains(tags.extraSamples[sample - firstExtra])
        }
    }

    /// Checks `tags`; without `landmarks`, lengths that are listed too short are believed to be checked.
    init(
        checking tags: PageTags,
        in file: FileBytes,
        limits: TIFFLimits,
        landmarks: Landmarks? = nil
    ) throws(TIFFFault) {
        do throws(TIFFFault) {
            try self.init(tags, file, limits, landmarks)
        } catch {
            throw error.onPage(tags.index)
        }
    }

    private init(
        _ tags: PageTags,
        _ file: FileBytes,
        _ limits: TIFFLimits,
        _ landmarks: Landmarks?
    ) throws(TIFFFault) {
        if let fault = tags.fault { throw fault }
        guard let width = tags.width else { throw TIFFFault(.missingTag, "it has no width") }
        guard let height = tags.height else { throw TIFFFault(.missingTag, "it has no height") }
        let size = ImageSize(width: width, height: height)
        guard width > 0, height > 0, tags.samples > 0, width <= Int(Int32.max), height <= Int(Int32.max) else {
            throw TIFFFault(.badGeometry, "\(size) pixels of \(tags.samples) samples are no image")
        }
        guard tags.samples <= limits.samples else {
            throw TIFFFault(.tooLarge, "\(tags.samples) samples a pixel, the limit is \(limits.samples)")
        }
        guard tags.depth == 1, tags.metaMorphPlanes == 1 else {
            let planes = max(tags.depth, tags.metaMorphPlanes)
            throw TIFFFault(
                .unsupportedLayout,
                "one directory holds \(planes) planes (a MetaMorph or volumetric stack)"
            )
        }
        let bits = min(64, tags.bits.max() ?? 1)
        guard StoredPage.bytes(size, tags.samples * bits) <= limits.pageBytes else {
            throw TIFFFault(
                .tooLarge,
                "\(size) pixels of \(tags.samples) × \(bits) bits, the limit is \(limits.pageBytes) bytes"
            )
        }
        let isTiled = tags.tileWidth != nil || tags.tileHeight != nil
        let block = try StoredPage.block(tags, size)
        let blockBits = (tags.isPlanar ? 1 : tags.samples) * bits
        guard !(isTiled || tags.compression != 1) || StoredPage.bytes(block, blockBits) <= limits.blockBytes else {
            let name = isTiled ? "tile" : "compressed strip"
            throw TIFFFault(.tooLarge, "one \(name) has \(block) pixels, the limit is \(limits.blockBytes) bytes")
        }
        try StoredPage.checkScheme(tags)
        self.format = Format(
            size: size,
            encoding: try SampleEncoding(tags),
            samples: tags.samples,
            isPlanar: tags.isPlanar && tags.samples > 1
        )
        // Widening makes up to four bytes of one.
        guard StoredPage.bytes(size, tags.samples * format.encoding.pixelType.byteCount * 8) <= limits.pageBytes else {
            throw TIFFFault(
                .tooLarge,
                "\(size) pixels of \(tags.samples) samples, the limit is \(limits.pageBytes) bytes"
            )
        }
        self.tags = tags
        self.block = block
        self.isTiled = isTiled
        let across = (width + block.width - 1) / block.width
        let down = (height + block.height - 1) / block.height
        let needed = across * down * (format.isPlanar ? tags.samples : 1)
        guard let offsetTag = tags.blockOffsets else {
            throw TIFFFault(.missingTag, "it does not say where its pixels are")
        }
        guard offsetTag.count >= needed else {
            throw TIFFFault(.badTag, "\(offsetTag.count) strips or tiles are listed, \(needed) are needed")
        }
        blockOffsets = try offsetTag.integers(in: file, atMost: needed)
        let counts = try tags.blockByteCounts?.integers(in: file, atMost: needed) ?? []
        blockByteCounts = counts.count == needed ? counts : Array(repeating: 0, count: needed)
        try checkData(fileSize: file.size, landmarks)
    }

    private static func block(_ tags: PageTags, _ size: ImageSize) throws(TIFFFault) -> ImageSize {
        guard tags.tileWidth != nil || tags.tileHeight != nil else {
            let rows = min(size.height, tags.rowsPerStrip ?? size.height)
            guard rows > 0 else { throw TIFFFault(.badGeometry, "strips of 0 rows") }
            return ImageSize(width: size.width, height: rows)
        }
        guard let width = tags.tileWidth, let height = tags.tileHeight, width > 0, height > 0,
            width <= Int(Int32.max), height <= Int(Int32.max)
        else {
            throw TIFFFault(.badGeometry, "tiles of \(tags.tileWidth ?? 0) × \(tags.tileHeight ?? 0) pixels")
        }
        return ImageSize(width: width, height: height)
    }

    private static func checkScheme(_ tags: PageTags) throws(TIFFFault) {
        // Old-style JPEG has no defined layout; the codec guesses.
        guard tags.compression != 6, let code = UInt16(exactly: tags.compression), TIFFIsCODECConfigured(code) != 0
        else {
            throw TIFFFault(.unsupportedCompression, "compression \(CompressionName.of(tags.compression)) is not read")
        }
        if tags.fillOrder != 1, [8, 32_946].contains(tags.compression) {
            throw TIFFFault(.unsupportedCompression, "deflate with reversed bits is not read")
        }
        let names = [
            4: "a transparency mask", 5: "CMYK", 6: "YCbCr", 8: "CIE L*a*b*", 9: "ICC L*a*b*", 10: "ITU L*a*b*",
            32_803: "a colour filter array", 32_844: "LogL", 32_845: "LogLuv", 34_892: "linear raw",
        ]
        guard (0...3).contains(tags.photometric) || (tags.photometric == 6 && tags.compression == 7) else {
            let name = names[tags.photometric] ?? "an unknown one (\(tags.photometric))"
            throw TIFFFault(.unsupportedPhotometric, "its photometric interpretation is \(name)")
        }
    }

    /// Every strip and tile must begin, and where the length is known also end, inside the file.
    private mutating func checkData(fileSize: Int, _ landmarks: Landmarks?) throws(TIFFFault) {
        for (index, offset) in blockOffsets.enumerated() {
            guard offset > 0 else {
                throw TIFFFault(.missingTag, "strip or tile \(index + 1) has no place in the file")
            }
            let length = tags.compression == 1 ? storedBytes(ofBlock: index) : max(1, blockByteCounts[index])
            guard offset <= fileSize, length <= fileSize - offset else {
                throw TIFFFault(.truncatedData, "strip or tile \(index + 1) ends beyond the file's \(fileSize) bytes")
            }
            guard isUnderstated(index) else { continue }
            understatesLengths = true
            // Some writers count pixels or forget channels; but reading on must not take the neighbour's pixels.
            guard landmarks.map({ length <= $0.next(after: offset) - offset }) ?? true else {
                throw TIFFFault(
                    .badTag,
                    "strip or tile \(index + 1) is listed with \(blockByteCounts[index]) bytes and needs \(length), "
                        + "which reach into what follows it"
                )
            }
        }
    }

    /// The end of its last strip or tile.
    var end: Int {
        blockOffsets.indices.reduce(0) { end, index in
            let length = tags.compression == 1 ? storedBytes(ofBlock: index) : 0
            return max(end, blockOffsets[index] + max(length, blockByteCounts[index]))
        }
    }

    /// The strip or tile `index` is uncompressed, and listed with fewer bytes than its pixels have.
    func isUnderstated(_ index: Int) -> Bool {
        tags.compression == 1 && (1..<storedBytes(ofBlock: index)).contains(blockByteCounts[index])
    }

    /// Rows of the strip or tile `index`: the last strip may be shorter.
    func rows(ofBlock index: Int) -> Int {
        let row = index / blocksAcross % blocksDown
        return isTiled ? block.height : min(block.height, format.size.height - row * block.height)
    }

    /// Bytes of the strip or tile `index` when decoded.
    func storedBytes(ofBlock index: Int) -> Int { rows(ofBlock: index) * blockRowBytes }

    private static func bytes(_ size: ImageSize, _ bits: Int) -> Int {
        let pixels = size.width.multipliedReportingOverflow(by: size.height)
        let all = pixels.partialValue.multipliedReportingOverflow(by: bits)
        return pixels.overflow || all.overflow ? .max : all.partialValue / 8
    }
}

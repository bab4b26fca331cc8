import Imaging

/// A page that was checked: its geometry is possible, of a kind that is read, within the limits, and in the file.
///
/// A block is a strip or a tile. Strips are as wide as the image; the last one may be shorter than the others. Tiles are
/// all of one size and reach beyond the right and lower edge.
struct StoredPage {
    /// What pages of one image have in common.
    struct Format: Equatable {
        var size: ImageSize
        var encoding: SampleEncoding
        var samples: Int
        /// Each sample has blocks of its own (planar configuration 2); else a pixel's samples lie side by side.
        var isPlanar: Bool
    }

    let tags: PageTags
    let format: Format
    /// Width and height of a block.
    let block: ImageSize
    let isTiled: Bool
    /// Where each block begins, and how many bytes it has (0: the writer did not say). Planar samples follow each other.
    let blockOffsets: [Int]
    let blockByteCounts: [Int]
    /// Some uncompressed blocks are listed with fewer bytes than they need, and have.
    private(set) var understatesLengths = false

    /// Checks `tags`, in the order in which one thing depends on another: what is wrong first is what is reported.
    ///
    /// Without `landmarks`, lengths that are listed too short are believed to be checked. `isStack` says that the directory
    /// is known to hold the planes of a stack, of which the page is the first.
    init(
        checking tags: PageTags,
        in file: FileBytes,
        limits: TIFFLimits,
        landmarks: Landmarks? = nil,
        isStack: Bool = false
    ) throws(TIFFFault) {
        do throws(TIFFFault) {
            if let fault = tags.fault { throw fault }
            let size = try tags.checkedSize(limits, isStack: isStack)
            self.tags = tags
            isTiled = tags.isTiled
            block = try tags.checkedBlock(of: size, limits)
            try tags.checkScheme()
            format = try tags.checkedFormat(of: size, limits)
            let (across, down) = StoredPage.blocks(of: block, in: size)
            let needed = across * down * (format.isPlanar ? format.samples : 1)
            (blockOffsets, blockByteCounts) = try tags.blockPlaces(needed, in: file)
            try checkData(fileSize: file.size, landmarks)
        } catch {
            throw error.onPage(tags.index)
        }
    }

    // MARK: Geometry

    /// Samples of a pixel within one block.
    var samplesPerBlock: Int { format.isPlanar ? 1 : format.samples }
    /// Bytes of a decoded row of a block: rows begin at whole bytes.
    var blockRowBytes: Int { (block.width * samplesPerBlock * format.encoding.bits + 7) / 8 }
    var blocksAcross: Int { StoredPage.blocks(of: block, in: format.size).across }
    var blocksDown: Int { StoredPage.blocks(of: block, in: format.size).down }

    /// Rows of the block `index`.
    func rows(ofBlock index: Int) -> Int {
        let row = index / blocksAcross % blocksDown
        return isTiled ? block.height : min(block.height, format.size.height - row * block.height)
    }

    /// Bytes of the block `index` when decoded.
    func storedBytes(ofBlock index: Int) -> Int { rows(ofBlock: index) * blockRowBytes }

    private static func blocks(of block: ImageSize, in size: ImageSize) -> (across: Int, down: Int) {
        ((size.width + block.width - 1) / block.width, (size.height + block.height - 1) / block.height)
    }

    /// Samples that are channels: a segmentation must not take opacity for one.
    func channelSamples(_ alpha: AlphaSamples) -> [Int] {
        let firstExtra = format.samples - tags.extraSamples.count
        return (0..<format.samples).filter { sample in
            alpha == .asChannel || sample < firstExtra || firstExtra < 1
                || !ExtraSample.alpha.contains(tags.extraSamples[sample - firstExtra])
        }
    }

    // MARK: Place in the file

    /// The end of its last block in the file.
    var end: Int {
        blockOffsets.indices.reduce(0) { end, index in
            let length = tags.compression == Compression.none ? storedBytes(ofBlock: index) : 0
            return max(end, blockOffsets[index] + max(length, blockByteCounts[index]))
        }
    }

    /// The block `index` is uncompressed, and listed with fewer bytes than its pixels have.
    func isUnderstated(_ index: Int) -> Bool {
        tags.compression == Compression.none && (1..<storedBytes(ofBlock: index)).contains(blockByteCounts[index])
    }

    /// Every block must begin, and where the length is known also end, inside the file.
    private mutating func checkData(fileSize: Int, _ landmarks: Landmarks?) throws(TIFFFault) {
        for (index, offset) in blockOffsets.enumerated() {
            guard offset > 0 else {
                throw TIFFFault(.missingTag, "strip or tile \(index + 1) has no place in the file")
            }
            let isStoredPlain = tags.compression == Compression.none
            let length = isStoredPlain ? storedBytes(ofBlock: index) : max(1, blockByteCounts[index])
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
}

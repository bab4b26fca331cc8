import CTIFF
import Imaging

/// What must hold of a page's tags before its pixels are looked for.
extension PageTags {
    /// Width and height, if they and the number of samples make an image that is not too large.
    func checkedSize(_ limits: TIFFLimits, isStack: Bool = false) throws(TIFFFault) -> ImageSize {
        guard let width else { throw TIFFFault(.missingTag, "it has no width") }
        guard let height else { throw TIFFFault(.missingTag, "it has no height") }
        let size = ImageSize(width: width, height: height)
        guard width > 0, height > 0, samples > 0, width <= Int(Int32.max), height <= Int(Int32.max) else {
            throw TIFFFault(.badGeometry, "\(size) pixels of \(samples) samples are no image")
        }
        guard samples <= limits.samples else {
            throw TIFFFault(.tooLarge, "\(samples) samples a pixel, the limit is \(limits.samples)")
        }
        guard width.multipliedReportingOverflow(by: height).partialValue <= limits.planePixels else {
            throw TIFFFault(.tooLarge, "\(size) pixels, `max_pixels` of [limits] is \(limits.planePixels)")
        }
        guard depth == 1, metaMorphPlanes == 1 || isStack else {
            let planes = max(depth, metaMorphPlanes)
            throw TIFFFault(
                .unsupportedLayout,
                "one directory holds \(planes) planes (a MetaMorph or volumetric stack)"
            )
        }
        guard PageTags.bytes(size, bits: samples * largestBits) <= limits.pageBytes else {
            throw TIFFFault(
                .tooLarge,
                "\(size) pixels of \(samples) × \(largestBits) bits, `max_bytes` of [limits] is \(limits.pageBytes)"
            )
        }
        return size
    }

    /// Width and height of a strip or tile of an image of `size`.
    func checkedBlock(of size: ImageSize, _ limits: TIFFLimits) throws(TIFFFault) -> ImageSize {
        let block = isTiled ? try tile() : try strip(of: size)
        // What is stored plainly in strips can be read row by row, whatever the size of a strip.
        guard isTiled || compression != Compression.none else { return block }
        let bits = (isPlanar ? 1 : samples) * largestBits
        guard PageTags.bytes(block, bits: bits) <= limits.blockBytes else {
            let name = isTiled ? "tile" : "compressed strip"
            throw TIFFFault(.tooLarge, "one \(name) has \(block) pixels, the limit is \(limits.blockBytes) bytes")
        }
        return block
    }

    private func strip(of size: ImageSize) throws(TIFFFault) -> ImageSize {
        let rows = min(size.height, rowsPerStrip ?? size.height)
        guard rows > 0 else { throw TIFFFault(.badGeometry, "strips of 0 rows") }
        return ImageSize(width: size.width, height: rows)
    }

    private func tile() throws(TIFFFault) -> ImageSize {
        guard let tileWidth, let tileHeight, tileWidth > 0, tileHeight > 0, tileWidth <= Int(Int32.max),
            tileHeight <= Int(Int32.max)
        else {
            throw TIFFFault(.badGeometry, "tiles of \(tileWidth ?? 0) × \(tileHeight ?? 0) pixels")
        }
        return ImageSize(width: tileWidth, height: tileHeight)
    }

    /// Refuses compressions that libtiff has no codec for, and colours that are no intensities.
    func checkScheme() throws(TIFFFault) {
        // Old-style JPEG has no defined layout; the codec guesses.
        guard compression != Compression.oldJPEG, let code = UInt16(exactly: compression),
            TIFFIsCODECConfigured(code) != 0
        else {
            throw TIFFFault(.unsupportedCompression, "compression \(Compression.name(compression)) is not read")
        }
        guard Photometric.isRead(photometric, compression: compression) else {
            throw TIFFFault(
                .unsupportedPhotometric,
                "its photometric interpretation is \(Photometric.name(photometric))"
            )
        }
    }

    /// The format of the pixels, if they also fit the limit in the type that they are given as.
    func checkedFormat(of size: ImageSize, _ limits: TIFFLimits) throws(TIFFFault) -> StoredPage.Format {
        let encoding = try SampleEncoding(self)
        // Widening makes up to four bytes of one.
        guard PageTags.bytes(size, bits: samples * encoding.pixelType.byteCount * 8) <= limits.pageBytes else {
            throw TIFFFault(
                .tooLarge,
                "\(size) pixels of \(samples) samples of \(encoding.pixelType.byteCount) bytes, "
                    + "`max_bytes` of [limits] is \(limits.pageBytes)"
            )
        }
        return StoredPage.Format(size: size, encoding: encoding, samples: samples, isPlanar: isPlanar && samples > 1)
    }

    /// Where the `needed` strips or tiles begin, and how long they are: 0 for all where the writer did not say it of all.
    func blockPlaces(_ needed: Int, in file: FileBytes) throws(TIFFFault) -> (offsets: [Int], byteCounts: [Int]) {
        guard let blockOffsets else { throw TIFFFault(.missingTag, "it does not say where its pixels are") }
        guard blockOffsets.count >= needed else {
            throw TIFFFault(.badTag, "\(blockOffsets.count) strips or tiles are listed, \(needed) are needed")
        }
        if let mended, mended.offsets.count >= needed, mended.byteCounts.count == mended.offsets.count {
            return (Array(mended.offsets.prefix(needed)), Array(mended.byteCounts.prefix(needed)))
        }
        let offsets = try blockOffsets.integers(in: file, atMost: needed)
        let counts = try blockByteCounts?.integers(in: file, atMost: needed) ?? []
        return (offsets, counts.count == needed ? counts : Array(repeating: 0, count: needed))
    }

    var isTiled: Bool { tileWidth != nil || tileHeight != nil }

    /// Bits of the largest sample, for limits: no sample that is read has more than 64.
    private var largestBits: Int { min(64, bits.max() ?? 1) }

    /// Bytes of `size` pixels of `bits` each; the largest number there is where that overflows.
    private static func bytes(_ size: ImageSize, bits: Int) -> Int {
        let pixels = size.width.multipliedReportingOverflow(by: size.height)
        let all = pixels.partialValue.multipliedReportingOverflow(by: bits)
        return pixels.overflow || all.overflow ? .max : all.partialValue / 8
    }
}

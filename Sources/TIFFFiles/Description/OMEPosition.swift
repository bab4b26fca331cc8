import Imaging

/// One image of an OME description as one of the positions that are read.
struct OMEPosition {
    /// Which of the images of the file it is, from 1.
    let number: Int
    let image: OMEImage
    /// Its extents, without P.
    let order: PlaneOrder
    let firstPage: PageTags

    /// `planes` of this image, which run as its own order says, as they run in `other`, which has the same extents.
    func arranged<Plane>(_ planes: [Plane], as other: PlaneOrder) -> [Plane] {
        guard order.fastestFirst != other.fastestFirst else { return planes }
        var arranged = planes
        for frame in 0..<order.frames {
            for slice in 0..<order.slices {
                for channel in 0..<order.channels {
                    arranged[other.index(frame: frame, slice: slice, channel: channel)] =
                        planes[order.index(frame: frame, slice: slice, channel: channel)]
                }
            }
        }
        return arranged
    }

    /// Throws unless all of `positions` have the same extents, size and type, and lists them then.
    static func checkAlike(_ positions: [OMEPosition]) throws(TIFFFault) {
        guard let first = positions.first, !positions.allSatisfy({ $0.isLike(first) }) else { return }
        let isOfType = positions.allSatisfy { $0.extents == first.extents }
        let listed = positions.prefix(24).map { position in
            let name = position.image.positionName.map { " \"\($0)\"" } ?? ""
            let type = isOfType ? ", \(position.firstPage.samples) × \(position.firstPage.bits.first ?? 1) bits" : ""
            return "\(position.number)\(name) (\(position.extents)\(type))"
        }
        let more = positions.count > listed.count ? ["and \(positions.count - listed.count) more"] : []
        throw TIFFFault(
            .differentSizes,
            "its \(positions.count) images do not fit each other: \((listed + more).joined(separator: ", "))"
        )
    }

    /// What of `images`, which are read as one, is taken from the first although it is not the same in all, in words.
    static func differences(_ images: [OMEImage]) -> [String] {
        guard images.count > 1 else { return [] }
        var warnings: [String] = []
        var passed: [String] = []
        let sizes = Set(images.map { Calibration.ome($0.pixels, &passed) })
        if sizes.count > 1 { warnings.append("its positions differ in pixel size; that of the first is taken") }
        if Set(images.map(\.names)).count > 1 {
            warnings.append("its positions name their channels differently; the names of the first are taken")
        }
        return warnings
    }

    private func isLike(_ other: OMEPosition) -> Bool {
        order.frames == other.order.frames && order.slices == other.order.slices
            && order.channels == other.order.channels && firstPage.isLike(other.firstPage)
    }

    /// `5 slices × 2 channels of 96 × 80 pixels`.
    private var extents: String {
        let planes = [(order.frames, "frame"), (order.slices, "slice"), (order.channels, "channel")]
            .filter { $0.0 > 1 }.map { "\($0.0) \($0.1)s" }.joined(separator: " × ")
        let size = ImageSize(width: firstPage.width ?? 0, height: firstPage.height ?? 0)
        return (planes.isEmpty ? "" : planes + " of ") + "\(size) pixels"
    }
}

extension OMEImage {
    /// Its name on one line; nil where it has none.
    var positionName: String? {
        name.map { String($0.onOneLine.trimmed.prefix(200)) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

import Imaging

/// Where the pixels of one plane of an image lie, all of its samples together.
struct StoredPlane {
    /// What holds the pixels.
    enum Place {
        /// A directory of its own.
        case page(PageTags)
        /// One of the planes behind a single directory, from 0.
        case contiguous(ContiguousPlanes, Int)
    }

    let file: OpenTIFF
    let place: Place

    /// The pixels of `samples`, in that order.
    func pixels(_ samples: [Int], limits: TIFFLimits) throws(TIFFFault) -> DecodedPlanes {
        do throws(TIFFFault) {
            switch place {
            case .page(let tags):
                let page = try StoredPage(checking: tags, in: file.file, limits: limits, isStack: true)
                return try PageDecoder(page: page, file: file.file, header: file.header, limits: limits).planes(samples)
            case .contiguous(let planes, let index):
                return try planes.planes(index, samples, in: file.file, isBigEndian: file.header.isBigEndian)
            }
        } catch {
            throw error.inside(file.name)
        }
    }

    /// Its rows, of which any part can be decoded.
    func rows(limits: TIFFLimits) throws(TIFFFault) -> StoredRows {
        do throws(TIFFFault) {
            switch place {
            case .page(let tags):
                let page = try StoredPage(checking: tags, in: file.file, limits: limits, isStack: true)
                return StoredRows(of: page, in: file, limits: limits)
            case .contiguous(let planes, let index):
                return StoredRows(ofPlane: index, of: planes, in: file, limits: limits)
            }
        } catch {
            throw error.inside(file.name)
        }
    }
}

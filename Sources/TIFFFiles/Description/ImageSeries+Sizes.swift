import Imaging

/// The pages that are taken as the image of a file.
struct MainImage {
    var first: PageTags
    var pages: [PageTags]
    /// What was left out.
    var warning: String?
    /// Whether it is one of several, and was asked for.
    var isChosen = false
}

extension ImageSeriesResolver {
    /// The pages that can be one image: of the size, samples and type of the first.
    ///
    /// Pages of another size are left out where they are smaller copies of it, or fewer. Where they are not, nobody can say
    /// which are meant, unless `positions` does: these images are numbered in the order in which they come.
    func image(among pages: [PageTags]) throws(TIFFFault) -> MainImage {
        guard let first = pages.first else { throw TIFFFault(.noImage, "it has no directory") }
        let own = pages.only { $0.isLike(first) }
        let others = pages.count - own.count
        guard others > 0 else { return MainImage(first: first, pages: own) }
        let kinds = kinds(of: pages)
        let warning = "\(others) of its pages differ from the first in size or type, and are left out"
        let rivals = kinds.dropFirst().filter { kind in
            kind.count >= own.count && !kind[0].isSmallerCopy(of: first) && !kind[0].hasSize(of: first)
        }
        if rivals.isEmpty { return MainImage(first: first, pages: own, warning: warning) }
        let images = [own] + rivals
        if let positions { return try chosen(positions, among: images) }
        throw TIFFFault(.differentSizes, "it holds images of different sizes: " + words(images))
    }

    /// The pages by size and type, in the order in which each first comes; at most a few hundred kinds are told apart.
    private func kinds(of pages: [PageTags]) -> [[PageTags]] {
        var kinds: [[PageTags]] = []
        for page in pages where page.width != nil && page.height != nil {
            if let index = kinds.firstIndex(where: { $0[0].isLike(page) }) {
                kinds[index].append(page)
            } else if kinds.count < 256 {
                kinds.append([page])
            }
        }
        return kinds
    }

    private func chosen(
        _ positions: AxisSelection,
        among kinds: [[PageTags]]
    ) throws(TIFFFault) -> MainImage {
        guard case .success(let indices) = positions.indices(count: kinds.count, names: []), let index = indices.first
        else {
            throw TIFFFault(.axesMismatch, "positions = \(positions) names an image that it lacks: " + words(kinds))
        }
        guard indices.count == 1 else {
            throw TIFFFault(.differentSizes, "positions = \(positions) are images of different sizes: " + words(kinds))
        }
        return MainImage(first: kinds[index][0], pages: kinds[index], isChosen: true)
    }

    private func words(_ kinds: [[PageTags]]) -> String {
        kinds.prefix(8).enumerated().map { index, kind in
            let pages = kind.count == 1 ? "1 page" : "\(kind.count) pages"
            return "\(index + 1) is \(pages) of \(kind[0].width ?? 0) × \(kind[0].height ?? 0)"
        }.joined(separator: ", ") + (kinds.count > 8 ? " and more" : "")
    }

    /// Pages in directories of their own (SubIFDs) that are like the page that names them: tifffile counts them too.
    func withImages(inDirectoriesOf pages: [PageTags], like first: PageTags) throws(TIFFFault) -> [PageTags] {
        guard pages.contains(where: { $0.subDirectories != nil }) else { return pages }
        var all: [PageTags] = []
        // Directories that overlap could make a small file take hours to read.
        var budget = file.size
        var seen = Set(chain.pages.map(\.offset))
        for page in pages {
            all.append(page)
            guard let entry = page.subDirectories, let places = try? entry.integers(in: file, atMost: 1 << 12) else {
                continue
            }
            for place in places where seen.insert(place).inserted {
                guard seen.count <= limits.pages else {
                    throw TIFFFault(.tooLarge, "it has more than \(limits.pages) pages")
                }
                guard let sub = chain.page(at: place, like: page, of: file, limits: limits, &budget), !sub.isReduced,
                    sub.isLike(first)
                else { continue }
                all.append(sub)
            }
        }
        return all
    }
}

extension [PageTags] {
    /// Those that `isWanted` takes; no copy where that is all of them, for they can be very many.
    func only(where isWanted: (PageTags) -> Bool) -> [PageTags] {
        allSatisfy(isWanted) ? self : filter(isWanted)
    }
}

extension PageTags {
    /// Whether it has the width and height of `other`.
    fileprivate func hasSize(of other: PageTags) -> Bool { width == other.width && height == other.height }

    /// Whether it may be a smaller copy of `other`: it has its proportions, but for rounding.
    fileprivate func isSmallerCopy(of other: PageTags) -> Bool {
        guard let width, let height, let fullWidth = other.width, let fullHeight = other.height,
            fullWidth <= 1 << 31, fullHeight <= 1 << 31, width <= fullWidth * 3 / 4, height <= fullHeight
        else { return false }
        return abs(width * fullHeight - height * fullWidth) <= max(fullWidth, fullHeight)
    }
}

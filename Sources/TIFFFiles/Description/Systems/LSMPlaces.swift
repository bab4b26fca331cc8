/// Where the strips of an LSM file lie, mended where the file has it wrong.
///
/// Places beyond 4 GB are written with their lower 32 bits, and lengths of compressed strips as those of their pixels. Both
/// follow from the order in which pages are stored.
struct LSMPlaces {
    private let described: DescribedFile
    private let info: LSMInfo

    init(_ described: DescribedFile, info: LSMInfo) { (self.described, self.info) = (described, info) }

    /// `pages` with the places that their strips have; as they are where nothing is wrong, or nothing can be told.
    func mended(_ pages: [PageTags]) -> [PageTags] {
        let isLarge = described.file.size >= 1 << 32
        guard let first = pages.first, isLarge || first.compression != Compression.none else { return pages }
        let all = described.allPages
        var offsets: [[Int]] = []
        var entries = 0
        for page in all {
            guard let entry = page.blockOffsets, let listed = try? entry.integers(in: described.file, atMost: 1 << 16)
            else {
                return pages
            }
            // Pages could share one long list, so that a small file needs much memory.
            entries += listed.count
            guard !listed.isEmpty, entries <= min(described.file.size / 4, 1 << 22) else { return pages }
            offsets.append(listed)
        }
        if isLarge { unwrap(&offsets) }
        let starts = offsets.compactMap(\.first).sorted()
        return pages.map { page in
            guard let counts = counts(of: page, offsets, starts, first.compression) else { return page }
            page.mend(offsets: offsets[page.index], byteCounts: counts)
            return page
        }
    }

    /// Adds 4 GB wherever places go back in the order in which pages were stored.
    private func unwrap(_ offsets: inout [[Int]]) {
        var wrap = 0
        var previous = 0
        for page in stored(offsets) {
            guard offsets[page].contains(where: { $0 > 0 }) else { return }
            for index in offsets[page].indices {
                let current = offsets[page][index]
                if current < previous { wrap += 1 << 32 }
                guard wrap <= described.file.size, current <= described.file.size else { return }
                offsets[page][index] = current + wrap
                previous = current
            }
        }
    }

    /// The pages as they were stored: each with its thumbnail, and all positions of a time before the next.
    private func stored(_ offsets: [[Int]]) -> [Int] {
        let count = offsets.count
        guard count % 2 == 0 else { return Array(0..<count) }
        let isThumbnailFirst = offsets[0][0] > offsets[1][0]
        let pairs: [Int]
        let (places, frames) = (info.places, max(1, info.frames))
        let groups = places.multipliedReportingOverflow(by: frames)
        if places > 1, frames > 1, !groups.overflow, groups.partialValue <= count / 2,
            count / 2 % groups.partialValue == 0
        {
            let length = count / 2 / groups.partialValue
            pairs = (0..<frames).flatMap { frame in
                (0..<places).flatMap { place in (0..<length).map { (place * frames + frame) * length + $0 } }
            }
        } else {
            pairs = Array(0..<count / 2)
        }
        return pairs.flatMap { isThumbnailFirst ? [$0 * 2 + 1, $0 * 2] : [$0 * 2, $0 * 2 + 1] }
    }

    /// The lengths of the strips of `page`, where pages begin at `starts`; nil where they cannot be told.
    private func counts(
        of page: PageTags,
        _ offsets: [[Int]],
        _ starts: [Int],
        _ compression: Int
    ) -> [Int]? {
        let own = offsets[page.index]
        let listed = (try? page.blockByteCounts?.integers(in: described.file, atMost: own.count)) ?? []
        guard listed.count == own.count else { return nil }
        guard compression != Compression.none else { return listed }
        var counts: [Int] = []
        for (index, start) in own.enumerated() {
            let next = index + 1 < own.count ? own[index + 1] : following(start, in: starts)
            // A strip that cannot be compressed is longer than its pixels.
            let longest = min(
                described.file.size - start,
                listed[index].multipliedReportingOverflow(by: 2).partialValue
            )
            guard next > start, longest > 0 else { return nil }
            counts.append(min(next - start, longest))
        }
        return counts
    }

    /// The first of `starts` behind `offset`, or the end of the file.
    private func following(_ offset: Int, in starts: [Int]) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] > offset { high = middle } else { low = middle + 1 }
        }
        return low < starts.count ? starts[low] : described.file.size
    }
}

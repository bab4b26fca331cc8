/// Where somebody drew on an image once, and whether it was learnt from or held back: that holds for ever.
package struct DecidedPlaces: Sendable, Equatable {
    /// The name of the image.
    package var image: String
    /// SHA-256 of it, hexadecimal.
    package var imageSHA256: String
    /// The places that were learnt from, as `SampleBlock.places`, ascending, in runs that do not touch.
    package private(set) var trained: [Range<UInt64>]
    /// The same of those that were held back.
    package private(set) var held: [Range<UInt64>]

    /// What is decided by the rows of a block.
    package init(_ block: SampleBlock) {
        let rows = zip(block.places, block.isTest)
        self.init(
            image: block.image,
            imageSHA256: block.imageSHA256,
            trained: Self.runs(rows.filter { !$0.1 }.map(\.0)),
            held: Self.runs(rows.filter(\.1).map(\.0))
        )
    }

    /// What is decided by runs that are `isSound`.
    init(image: String, imageSHA256: String, trained: [Range<UInt64>], held: [Range<UInt64>]) {
        (self.image, self.imageSHA256, self.trained, self.held) = (image, imageSHA256, trained, held)
    }

    /// Whether nothing was drawn.
    package var isEmpty: Bool { trained.isEmpty && held.isEmpty }

    /// Whether nothing was learnt from the image, and something held back.
    package var isOfTestImage: Bool { trained.isEmpty && !held.isEmpty }

    /// Whether a place was learnt from.
    package func isTrained(_ place: UInt64) -> Bool { Self.contains(place, trained) }

    /// Whether a place was held back.
    package func isHeld(_ place: UInt64) -> Bool { Self.contains(place, held) }

    /// Takes over what was decided of the same image at another time.
    package mutating func add(_ other: DecidedPlaces) {
        trained = Self.union(trained, other.trained)
        held = Self.union(held, other.held)
    }

    /// Whether runs are such: of at least one place, ascending, and apart.
    package var isSound: Bool {
        [trained, held].allSatisfy { runs in
            runs.allSatisfy { !$0.isEmpty } && zip(runs, runs.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
        }
    }

    private static func runs(_ places: [UInt64]) -> [Range<UInt64>] {
        // A run ends at a number too, so that the largest of 64 bits is no place.
        joined(places.sorted().lazy.map { min($0, .max - 1) }.map { $0..<$0 + 1 })
    }

    private static func union(_ one: [Range<UInt64>], _ other: [Range<UInt64>]) -> [Range<UInt64>] {
        joined((one + other).sorted { $0.lowerBound < $1.lowerBound })
    }

    /// The runs of ascending ones that may touch or overlap.
    private static func joined(_ ascending: some Sequence<Range<UInt64>>) -> [Range<UInt64>] {
        var runs: [Range<UInt64>] = []
        for run in ascending {
            guard let last = runs.last, last.upperBound >= run.lowerBound else {
                runs.append(run)
                continue
            }
            runs[runs.count - 1] = last.lowerBound..<max(last.upperBound, run.upperBound)
        }
        return runs
    }

    private static func contains(_ place: UInt64, _ runs: [Range<UInt64>]) -> Bool {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].lowerBound <= place { low = middle + 1 } else { high = middle }
        }
        return low > 0 && place < runs[low - 1].upperBound
    }
}

extension SampleBook {
    /// What was decided, of the rows that it holds and of those that it held once.
    package var decided: [DecidedPlaces] { past + blocks.map(DecidedPlaces.init) }

    /// Keeps what was decided of rows that `earlier` held and this book does not.
    package mutating func remember(_ earlier: SampleBook, without blocks: [SampleBlock]) {
        past = earlier.past
        for block in blocks {
            let decided = DecidedPlaces(block)
            let same = past.firstIndex { $0.image == decided.image && $0.imageSHA256 == decided.imageSHA256 }
            if let same { past[same].add(decided) } else { past.append(decided) }
        }
    }
}

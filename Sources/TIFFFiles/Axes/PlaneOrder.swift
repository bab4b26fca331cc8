import Imaging

/// Extents of the axes over the pages of a file, and the order in which the pages run through them.
struct PlaneOrder: Equatable {
    enum Axis: Character {
        case positions = "P"
        case frames = "T"
        case slices = "Z"
        case channels = "C"
        /// All axes that the file gives no name; they are neighbours.
        case unnamed = "?"
    }

    var positions = 1
    var frames = 1
    var slices = 1
    var channels = 1
    /// Extents of the axes without a name, slowest first.
    var unnamed: [Int] = []
    /// The axes, fastest first.
    var fastestFirst: [Axis]
    /// Extents as a description without names lists them, slowest first, those of 1 included.
    var listed: [Int]?

    /// Planes over all axes, or nil when that is no positive number.
    var planeCount: Int? {
        ([positions, frames, slices, channels] + unnamed).reduce(Optional(1)) { planes, extent in
            guard let planes, extent > 0 else { return nil }
            let all = planes.multipliedReportingOverflow(by: extent)
            return all.overflow ? nil : all.partialValue
        }
    }

    /// The extent along `axis`; along all of those without a name at once.
    subscript(axis: Axis) -> Int {
        get {
            switch axis {
            case .positions: positions
            case .frames: frames
            case .slices: slices
            case .channels: channels
            case .unnamed: unnamed.reduce(1, *)
            }
        }
        set {
            switch axis {
            case .positions: positions = newValue
            case .frames: frames = newValue
            case .slices: slices = newValue
            case .channels: channels = newValue
            case .unnamed: unnamed = newValue > 1 ? [newValue] : []
            }
        }
    }

    /// The extents in words.
    var words: String {
        [(positions, "position"), (frames, "frame"), (slices, "slice"), (channels, "channel")]
            .filter { $0.1 != "position" || $0.0 > 1 }
            .map { "\($0) \($1)" + ($0 == 1 ? "" : "s") }.joined(separator: " × ")
    }

    /// The extents longer than 1, axes without a name included, in words.
    var longWords: String {
        let axes = pageAxes.map { "\($0.name.map(String.init) ?? "?") \($0.extent)" }
        return axes.isEmpty ? "one plane" : axes.joined(separator: " × ")
    }

    /// Whether planes run as those of `other` do.
    func isLike(_ other: PlaneOrder) -> Bool { pageAxes == other.pageAxes }

    /// The longest beginning of the sequence that `count` planes fill, in whole steps of the slowest axis that it can have.
    func beginning(_ count: Int) -> PlaneOrder {
        var order = self
        order.listed = nil
        for axis in fastestFirst.reversed() {
            var faster = fastestFirst.prefix { $0 != axis }.reduce(1) { $0 * self[$1] }
            if axis == .unnamed {
                for index in unnamed.indices {
                    let inner = unnamed[(index + 1)...].reduce(faster, *)
                    order.unnamed[index] = max(1, min(unnamed[index], count / inner))
                    if order.unnamed[index] * inner <= count { break }
                }
                order.unnamed.removeAll { $0 == 1 }
            } else {
                order[axis] = max(1, min(self[axis], count / faster))
            }
            faster *= order[axis]
            if faster <= count { break }
        }
        return order
    }

    /// The whole steps of the slowest axis that the first `count` planes fill; nil where they fill none.
    ///
    /// Where channels are the slowest, what is there is no beginning of an image.
    func begun(_ count: Int) -> PlaneOrder? {
        guard let slowest = fastestFirst.last(where: { self[$0] > 1 }), slowest != .channels, slowest != .unnamed,
            let all = planeCount, count >= all / self[slowest]
        else { return nil }
        var order = self
        order[slowest] = min(self[slowest], count / (all / self[slowest]))
        return order
    }

    /// Position of a plane in the sequence; all axes have names by then (`PlaneOrder.reading`).
    func index(position: Int = 0, frame: Int, slice: Int, channel: Int) -> Int {
        var index = 0
        for axis in fastestFirst.reversed() {
            switch axis {
            case .positions: index = index * positions + position
            case .frames: index = index * frames + frame
            case .slices: index = index * slices + slice
            case .channels: index = index * channels + channel
            case .unnamed: continue
            }
        }
        return index
    }

    /// `count` pages of which nothing is known.
    static func pages(_ count: Int) -> PlaneOrder {
        PlaneOrder(
            unnamed: count > 1 ? [count] : [],
            fastestFirst: [.channels, .slices, .frames, .unnamed],
            listed: [count]
        )
    }

    /// The axes named by the letters of `text`, fastest first; nil unless each of T, Z and C occurs once.
    static func axes(_ text: some StringProtocol) -> [Axis]? {
        let axes = text.uppercased().compactMap { Axis(rawValue: $0) }
        return axes.count == 3 && Set(axes) == [.frames, .slices, .channels] ? axes : nil
    }
}

/// Extents of the axes T, Z and C over the pages of a file, and the order in which the pages run through them.
struct PlaneOrder: Equatable {
    enum Axis: Character {
        case frames = "T"
        case slices = "Z"
        case channels = "C"
    }

    var frames: Int
    var slices: Int
    var channels: Int
    /// The axes, fastest first.
    var fastestFirst: [Axis]

    /// Planes over all three axes, or nil when that is no positive number.
    var planeCount: Int? {
        guard frames > 0, slices > 0, channels > 0 else { return nil }
        let one = frames.multipliedReportingOverflow(by: slices)
        let all = one.partialValue.multipliedReportingOverflow(by: channels)
        return one.overflow || all.overflow ? nil : all.partialValue
    }

    /// The extent along `axis`.
    subscript(axis: Axis) -> Int {
        get {
            switch axis {
            case .frames: frames
            case .slices: slices
            case .channels: channels
            }
        }
        set {
            switch axis {
            case .frames: frames = newValue
            case .slices: slices = newValue
            case .channels: channels = newValue
            }
        }
    }

    /// The extents in words.
    var words: String {
        [(frames, "frame"), (slices, "slice"), (channels, "channel")]
            .map { "\($0) \($1)" + ($0 == 1 ? "" : "s") }.joined(separator: " × ")
    }

    /// The longest beginning of the sequence that `count` planes fill, in whole steps of the slowest axis that it can have.
    func beginning(_ count: Int) -> PlaneOrder {
        var order = self
        for axis in fastestFirst.reversed() {
            let faster = fastestFirst.prefix { $0 != axis }.reduce(1) { $0 * self[$1] }
            order[axis] = max(1, min(self[axis], count / faster))
            if order[axis] * faster <= count { break }
        }
        return order
    }

    /// Position of a plane in the sequence.
    func index(frame: Int, slice: Int, channel: Int) -> Int {
        var index = 0
        for axis in fastestFirst.reversed() {
            switch axis {
            case .frames: index = index * frames + frame
            case .slices: index = index * slices + slice
            case .channels: index = index * channels + channel
            }
        }
        return index
    }

    /// `count` planes that are frames.
    static func frames(_ count: Int) -> PlaneOrder {
        PlaneOrder(frames: count, slices: 1, channels: 1, fastestFirst: [.channels, .slices, .frames])
    }

    /// The axes named by the letters of `text`, fastest first; nil unless each of T, Z and C occurs once.
    static func axes(_ text: some StringProtocol) -> [Axis]? {
        let axes = text.uppercased().compactMap { Axis(rawValue: $0) }
        return axes.count == 3 && Set(axes).count == 3 ? axes : nil
    }
}

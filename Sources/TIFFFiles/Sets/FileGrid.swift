/// The files of an image by their places along C, Z, T and P.
struct FileGrid {
    private static let letters: [PlaneOrder.Axis: String] = [
        .channels: "C", .slices: "Z", .frames: "T", .positions: "P",
    ]
    private static let axes: [PlaneOrder.Axis] = [.channels, .slices, .frames, .positions]

    private var files: [[Int]: Int] = [:]
    private var extents: [PlaneOrder.Axis: Int] = [:]

    /// Puts the file `number` at `place`; false where there is another one.
    mutating func put(_ number: Int, at place: [String: Int]) throws(TIFFFault) -> Bool {
        var steps: [Int] = []
        for axis in Self.axes {
            let step = place[Self.letters[axis] ?? ""] ?? 0
            guard (0..<1 << 24).contains(step) else {
                throw TIFFFault(.tooLarge, "its name gives it the place \(step) along \(axis.rawValue)")
            }
            steps.append(step)
            extents[axis] = max(extents[axis] ?? 1, step + 1)
        }
        return files.updateValue(number, forKey: steps) == nil
    }

    /// How many places there are along `axis`.
    func extent(_ axis: PlaneOrder.Axis) -> Int { extents[axis] ?? 1 }

    /// The file at `steps` along C, Z, T and P.
    func file(at steps: [Int]) -> Int? { files[steps] }

    /// One of the files at `step` along `axis`.
    func first(_ axis: PlaneOrder.Axis, _ step: Int) -> Int? {
        guard let index = Self.axes.firstIndex(of: axis) else { return nil }
        return files.filter { $0.key[index] == step }.map(\.value).min()
    }

    /// The first place without a file, in words: `C 2, T 5`.
    var missing: String {
        for position in 0..<extent(.positions) {
            for frame in 0..<extent(.frames) {
                for slice in 0..<extent(.slices) {
                    for channel in 0..<extent(.channels) where files[[channel, slice, frame, position]] == nil {
                        return zip(Self.axes, [channel, slice, frame, position]).filter { extent($0.0) > 1 }
                            .map { "\($0.rawValue) \($1 + 1)" }.joined(separator: ", ")
                    }
                }
            }
        }
        return "none"
    }
}

import Imaging

/// ImageJ's image description: lines of `key=value` after `ImageJ=version`.
struct ImageJDescription {
    /// Nothing that is read of a line is longer.
    private static let longest = 1000

    private let values: [String: String]

    /// Nil when `text` is no ImageJ description.
    init?(_ text: String) {
        guard text.hasPrefix("ImageJ=") || text.hasPrefix("SCIFIO=") else { return nil }
        var values: [String: String] = [:]
        // A header is short; Info lines of any length may follow it.
        var rest = text.utf8[...]
        for _ in 0..<500 where !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            rest = rest[line.endIndex...].dropFirst()
            guard let mark = line.firstIndex(of: UInt8(ascii: "=")), line[..<mark].count <= Self.longest,
                let key = String(line[..<mark]), values[key] == nil
            else { continue }
            values[key] = String(decoding: line[line.index(after: mark)...].prefix(Self.longest), as: UTF8.self)
        }
        self.values = values
    }

    /// Planes in total, as written; 1 when not written.
    var images: Int { integer("images") ?? 1 }

    /// Whether it promises `planes` planes: where the total is written, the extents must agree with it.
    func promises(_ planes: Int) -> Bool { integer("images").map { $0 == planes } ?? true }

    /// Extents and their order; what is written nowhere is 1, or all images when no axis is named.
    var order: PlaneOrder {
        let axes = values["order"].flatMap { PlaneOrder.axes($0) } ?? [.channels, .slices, .frames]
        var order = PlaneOrder(
            frames: integer("frames") ?? 1,
            slices: integer("slices") ?? 1,
            channels: integer("channels") ?? 1,
            fastestFirst: axes
        )
        let isNamed = ["frames", "slices", "channels"].contains { values[$0] != nil }
        if !isNamed, images > 1 { order.slices = images }
        return order
    }

    /// The unit of length, unless it is none: `pixel`.
    var unit: String? { unit("unit") }

    /// The unit of the pixel height, where it is another one.
    var heightUnit: String? { unit("yunit") }

    /// The unit of the slice distance, where it is another one.
    var depthUnit: String? { unit("zunit") }

    private func unit(_ key: String) -> String? {
        guard let unit = values[key].map({ ImageJDescription.unescaped($0).trimmed }), !unit.isEmpty else { return nil }
        return ["pixel", "pixels"].contains(unit.lowercased()) ? nil : unit
    }

    /// Distance of neighbouring slices.
    var spacing: Double? { positive("spacing") }

    /// Seconds between frames.
    var frameInterval: Double? {
        positive("finterval").flatMap { interval in
            TimeUnit.seconds(values["tunit"] ?? "sec").map { interval * $0 }.flatMap { $0.isFinite ? $0 : nil }
        }
    }

    private func integer(_ key: String) -> Int? { values[key].flatMap { Int($0.trimmed) } }

    private func positive(_ key: String) -> Double? {
        values[key].flatMap { Double($0.trimmed) }.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }

    /// The description of an image of `layout`.
    ///
    /// - Parameters:
    ///   - range: the values shown black and white.
    ///   - unit: the unit of the resolution tags, where there is one, and of `spacing`, the distance of slices.
    static func text(for layout: ImageLayout, range: ClosedRange<Double>?, unit: String?, spacing: Double?) -> String {
        let shape = layout.shape
        var lines = ["ImageJ=1.11a", "images=\(shape.planeCount)"]
        if shape.channels > 1 { lines.append("channels=\(shape.channels)") }
        if shape.slices > 1 { lines.append("slices=\(shape.slices)") }
        if shape.frames > 1 { lines.append("frames=\(shape.frames)") }
        if shape.planeCount > 1 { lines += ["hyperstack=true", "mode=grayscale"] }
        if let unit { lines.append("unit=" + escaped(unit)) }
        if unit != nil, let spacing { lines.append("spacing=\(spacing)") }
        if let interval = layout.frameInterval { lines.append("finterval=\(interval)") }
        lines.append("loop=false")
        if let range { lines += ["min=\(range.lowerBound)", "max=\(range.upperBound)"] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// ImageJ writes characters beyond ASCII as `\u00B5`.
    private static func unescaped(_ text: String) -> String {
        let parts = text.split(separator: "\\u", omittingEmptySubsequences: false)
        return parts[0]
            + parts.dropFirst().map { part -> String in
                guard part.count >= 4, let code = UInt32(part.prefix(4), radix: 16), let scalar = Unicode.Scalar(code)
                else {
                    return "\\u" + part
                }
                return String(Character(scalar)) + part.dropFirst(4)
            }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.utf16.map { unit in
            if unit < 0x20 { return " " }
            guard unit > 0x7E else { return String(Unicode.Scalar(UInt8(unit))) }
            let digits = String(unit, radix: 16, uppercase: true)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}

import Imaging

extension PlaneOrder {
    /// The axes longer than 1, slowest first, under the names that the file gives them.
    var pageAxes: [PageAxis] { allAxes.filter { $0.extent > 1 } }

    private var allAxes: [PageAxis] {
        fastestFirst.reversed().flatMap { axis in
            switch axis {
            case .positions: [PageAxis(name: axis.rawValue, extent: positions)]
            case .frames: [PageAxis(name: axis.rawValue, extent: frames)]
            case .slices: [PageAxis(name: axis.rawValue, extent: slices)]
            case .channels: [PageAxis(name: axis.rawValue, extent: channels)]
            case .unnamed: unnamed.map { PageAxis(name: nil, extent: $0) }
            }
        }
    }

    /// The order with a name for every axis; `size` is that of a page, for messages.
    func reading(_ axes: AxisReading, size: ImageSize) throws(TIFFFault) -> PlaneOrder {
        guard let names = axes.names else { return try namingAxes(axes.unnamed, size: size) }
        let long = pageAxes
        let letters = names.ofPages
        if allAxes.map(\.name) == letters { return self }
        if letters.count == long.count { return named(letters, extents: long.map(\.extent)) }
        // A description may list axes of extent 1; a single page is a stack of one, whatever it is called.
        if let listed, listed.count == letters.count { return named(letters, extents: listed) }
        if long.isEmpty { return named(letters, extents: letters.map { _ in 1 }) }
        throw mismatch(
            "axes = \"\(names)\" has \(letters.count) \(letters.count == 1 ? "letter" : "letters") before YX",
            size: size
        )
    }

    private func named(_ letters: [Character], extents: [Int]) -> PlaneOrder {
        var order = PlaneOrder(fastestFirst: [])
        for (letter, extent) in zip(letters, extents) {
            guard let axis = Axis(rawValue: letter) else { continue }
            order.append(axis, extent)
        }
        return order.completed()
    }

    /// The order in which axes without a name have become what `meaning` says.
    private func namingAxes(_ meaning: AxisReading.Unnamed, size: ImageSize) throws(TIFFFault) -> PlaneOrder {
        guard !unnamed.isEmpty else { return self }
        var order = PlaneOrder(fastestFirst: [])
        for axis in fastestFirst.reversed() {
            switch axis {
            case .positions: if positions > 1 { order.append(axis, positions) }
            case .frames: if frames > 1 { order.append(axis, frames) }
            case .slices: if slices > 1 { order.append(axis, slices) }
            case .channels: if channels > 1 { order.append(axis, channels) }
            case .unnamed:
                var rest = unnamed
                let volume = meaning == .slices && slices == 1 ? rest.popLast() : nil
                let isTimeFree = frames == 1
                if !rest.isEmpty {
                    guard isTimeFree || (slices == 1 && volume == nil) else {
                        throw mismatch("not all of its axes have names", size: size)
                    }
                    order.append(isTimeFree ? .frames : .slices, rest.reduce(1, *))
                }
                if let volume { order.append(.slices, volume) }
            }
        }
        return order.completed()
    }

    /// Adds the next faster axis.
    private mutating func append(_ axis: Axis, _ extent: Int) {
        switch axis {
        case .positions: positions = extent
        case .frames: frames = extent
        case .slices: slices = extent
        case .channels: channels = extent
        case .unnamed: return
        }
        fastestFirst.insert(axis, at: 0)
    }

    /// The same order with the axes that are missing.
    private func completed() -> PlaneOrder {
        var order = self
        order.fastestFirst += [.channels, .slices, .frames, .positions].filter { !order.fastestFirst.contains($0) }
        return order
    }

    private func mismatch(_ what: String, size: ImageSize) -> TIFFFault {
        let axes = pageAxes
        let extents = (axes.map(\.extent) + [size.height, size.width]).map(String.init).joined(separator: " × ")
        let pages = planeCount.map { $0 == 1 ? "its one page is" : "its \($0) pages are" } ?? "it is"
        let examples = ["YX", "ZYX", "TZYX", "TCZYX"]
        let example =
            axes.count < examples.count
            ? "; \(axes.count == 1 ? "one letter before YX fits" : "\(axes.count) letters before YX fit"), for example \(examples[axes.count])"
            : "; no names fit more than three axes"
        return TIFFFault(.axesMismatch, "\(what), and \(pages) \(extents) (\(axes.names))\(example)")
    }
}

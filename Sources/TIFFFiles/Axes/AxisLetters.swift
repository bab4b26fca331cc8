/// The letters by which tifffile and acquisition systems name axes, and what each is taken for.
enum AxisLetters {
    /// What tifffile writes for an axis that nobody named.
    private static let nameless: Set<Character> = ["Q", "I"]
    /// Wavelengths and emission, which are channels by another name.
    private static let channels: Set<Character> = ["C", "L", "E"]
    /// Several places of the stage: positions, regions, tiles of a mosaic.
    private static let positions: Set<Character> = ["P", "R", "M"]

    /// The axis that `letter` means: whatever is neither time, depth nor colour is looped over as positions are.
    static func axis(_ letter: Character) -> PlaneOrder.Axis {
        switch letter {
        case "T": .frames
        case "Z": .slices
        case _ where nameless.contains(letter): .unnamed
        case _ where channels.contains(letter): .channels
        default: .positions
        }
    }

    /// The order of planes along `axes`, slowest first; extents of 1 are left aside.
    ///
    /// Nil where two axes that mean the same are not neighbours, or an extent is not positive.
    static func order(_ axes: [(letter: Character, extent: Int)]) -> PlaneOrder? {
        var order = PlaneOrder(fastestFirst: [])
        for (letter, extent) in axes {
            guard extent > 0 else { return nil }
            guard extent > 1 else { continue }
            let axis = axis(letter)
            if axis == .unnamed {
                guard !order.fastestFirst.contains(axis) || order.fastestFirst.first == axis else { return nil }
                order.unnamed.append(extent)
            } else {
                guard !order.fastestFirst.contains(axis) || order.fastestFirst.first == axis else { return nil }
                let product = order[axis].multipliedReportingOverflow(by: extent)
                guard !product.overflow else { return nil }
                order[axis] = product.partialValue
            }
            if order.fastestFirst.first != axis { order.fastestFirst.insert(axis, at: 0) }
        }
        order.fastestFirst += [.channels, .slices, .frames].filter { !order.fastestFirst.contains($0) }
        return order.planeCount == nil ? nil : order
    }

    /// What was made of letters whose meaning is none of T, Z, C and positions.
    static func warnings(_ axes: [(letter: Character, extent: Int)]) -> [String] {
        axes.filter { $0.extent > 1 }.compactMap { letter, _ in
            if nameless.contains(letter) || "TZCP".contains(letter) { return nil }
            if channels.contains(letter) { return "its axis \(letter) (wavelength) is taken as channels" }
            if positions.contains(letter) { return "its axis \(letter) (regions or tiles) is taken as positions" }
            return "its axis \(letter) is looped over, as positions are"
        }
    }
}

package import Imaging

/// The objects of several classes in one label image.
package struct ClassObjects: Sendable, Equatable {
    package let labels: LabelImage
    /// The class of every label; entry 0, of the background, is 0.
    package let classes: [UInt8]
}

extension ClassMap {
    /// The connected parts of every class but `background` and 0: 4 neighbours in a plane, 6 in a volume.
    ///
    /// They are numbered by their first pixel column by column (x outermost, then y, then z), whatever their class, as
    /// APOC numbers the objects of one class. Objects of two classes may touch.
    package func objects(background: UInt8) -> ClassObjects {
        var pixels = classes
        // 0 is what has no class; it is the other value that is left out.
        if background != 0 {
            for index in pixels.indices where pixels[index] == background { pixels[index] = 0 }
        }
        let regions = EqualRegions(of: pixels, size: size, leavingOut: 0)
        return ClassObjects(
            labels: LabelImage(size: size, labels: regions.numbers, count: regions.count),
            classes: regions.values.map { UInt8($0) }
        )
    }
}

package import Imaging

/// Which colour an object has.
package enum ObjectColours {
    /// Colours of objects without classes: bright, none of them a grey, and each far from its neighbours in this list.
    private static let distinct = [
        Colour(255, 90, 80), Colour(80, 200, 255), Colour(255, 225, 60), Colour(190, 120, 255), Colour(70, 225, 110),
        Colour(255, 120, 190), Colour(255, 155, 40), Colour(110, 140, 255), Colour(170, 235, 60), Colour(240, 95, 240),
        Colour(45, 225, 200),
    ]
    /// Objects that are outlined all together, because no number tells them apart.
    static let together = Colour(255, 225, 60)
    /// Objects that an object classifier gave no class.
    package static let withoutClass = Colour(grey: 205)

    /// The colour of a class, from 1, that exports give it too; 0 is no class. Dark ones are lighter here, for they would
    /// not be seen on a dark image. `colors` are those that somebody chose, from class 1.
    package static func ofClass(_ number: Int, _ colors: [ClassPalette.Color] = []) -> Colour {
        guard number > 0 else { return withoutClass }
        let colour = ClassPalette.color(of: number, among: colors)
        let inPicture = Colour(colour.red, colour.green, colour.blue)
        // Rec. 601 luma, of 255.
        let brightness = (299 * Int(colour.red) + 587 * Int(colour.green) + 114 * Int(colour.blue)) / 1000
        return brightness < 110 ? inPicture.mixed(with: .white) : inPicture
    }

    /// A colour for each object, so that those with their centres near each other differ.
    ///
    /// The plane is cut into as many cells as there are objects; each object takes a colour that no earlier one in its own
    /// and the eight cells around it has. Takes time in proportion to the objects.
    package static func ofNeighbours(_ places: [ObjectPlaces.Place], width: Int, height: Int) -> [Colour] {
        let count = places.count { $0.area > 0 }
        let side = max(4, (Double(width) * Double(height) / Double(max(1, count))).squareRoot())
        let (columns, rows) = (Int(Double(width) / side) + 3, Int(Double(height) / side) + 3)
        // An empty cell all around, so that every cell has eight neighbours.
        var taken = [UInt16](repeating: 0, count: columns * rows)
        var colours = [Colour](repeating: .white, count: places.count)
        for (label, place) in places.enumerated() where place.area > 0 {
            let centre = place.centre
            let cell = (Int(centre.y / side) + 1) * columns + Int(centre.x / side) + 1
            var near: UInt16 = 0
            for row in -1...1 {
                for column in -1...1 { near |= taken[cell + row * columns + column] }
            }
            // Elsewhere in the list for each object, so that a colour says nothing.
            let first = label * 4 % distinct.count
            let choice = (0..<distinct.count).map { (first + $0) % distinct.count }.first {
                near >> UInt16($0) & 1 == 0
            }
            taken[cell] |= 1 << UInt16(choice ?? first)
            colours[label] = distinct[choice ?? first]
        }
        return colours
    }
}

import Imaging
import Pictures
import Testing

@Suite("Contact sheets")
struct ContactSheetTests {
    private let ink = Colour(grey: 235)

    @Test("tiles stand in rows in their order, with name and count below", arguments: [1, 3, 7])
    func tiles(columns: Int) {
        let colours = (0..<7).map { Colour(UInt8(30 * $0 + 20), 0, 200) }
        let tiles = colours.enumerated().map { index, colour in
            ContactSheet.Tile(
                picture: Canvas(width: 60, height: 40, colour: colour),
                title: "image_\(index).tif",
                detail: "\(index) objects"
            )
        }
        let sheet = ContactSheet.draw(tiles, title: "seven", columns: columns)
        #expect(sheet.places(of: "seven", scale: 1, ink).count == 1)
        var last = (x: -1, y: -1)
        for index in 0..<7 {
            let places = sheet.places(of: "image_\(index).tif", scale: 1, ink)
            guard let place = places.first, places.count == 1 else {
                Issue.record("tile \(index) has no name")
                continue
            }
            // The middle of the picture lies above its name.
            #expect(sheet[place.x + ContactSheet.side / 2, place.y - ContactSheet.side / 2 - 4] == colours[index])
            #expect(sheet.places(of: "\(index) objects", scale: 1, Colour(grey: 170)).count == 1)
            #expect(index % columns == 0 ? place.y > last.y : place.y == last.y && place.x > last.x)
            last = place
        }
    }

    @Test("a failure says why; the text is broken and cut to the tile")
    func failure() {
        let tile = ContactSheet.Tile(
            picture: nil,
            reason: "x.tif has 2 channels, the classifier was trained on 1 "
                + String(repeating: "and so on ", count: 400),
            title: String(repeating: "long", count: 30) + ".tif",
            detail: "failed: channel_mismatch",
            tone: .failed
        )
        let sheet = ContactSheet.draw([tile], title: "one", columns: 4)
        #expect(sheet.width < 2 * ContactSheet.side)
        #expect(sheet.places(of: "x.tif has 2 channels, the", scale: 1, Colour(255, 120, 105)).count == 1)
        #expect(sheet.places(of: "failed: channel_mismatch", scale: 1, Colour(255, 120, 105)).count == 1)
    }

    @Test("pictures are made small enough, and thin coloured lines stay coloured")
    func thumbnail() {
        var picture = Canvas(width: 960, height: 720, colour: Colour(grey: 60))
        for y in 0..<720 { picture[480, y] = Colour(255, 160, 0) }
        let small = ContactSheet.thumbnail(picture)
        #expect((small.width, small.height) == (240, 180))
        let colour = small[120, 90]
        #expect(Int(colour.red) > Int(colour.blue) + 100)
        #expect(small[20, 20] == Colour(grey: 60))
        let tiny = Canvas(width: 30, height: 20, colour: .white)
        #expect(ContactSheet.thumbnail(tiny) == tiny)
        let narrow = ContactSheet.thumbnail(Canvas(width: 3000, height: 2, colour: .white))
        #expect((narrow.width, narrow.height) == (240, 1))
    }
}

import FoundationEssentials
import Imaging
import Testing

@Suite("Choosing channels and positions")
struct AxisSelectionTests {
    @Test(
        "texts behind an option are numbers and names",
        arguments: [
            ("1", [AxisSelection.Entry.number(1)]), ("2,1", [.number(2), .number(1)]),
            ("1,DAPI", [.number(1), .name("DAPI")]), ("A1-Site 0,µ", [.name("A1-Site 0"), .name("µ")]),
            ("\"1\",1", [.name("1"), .number(1)]), ("\"a, b\"", [.name("a, b")]),
            ("\"say \"\"a\"\"\",b", [.name("say \"a\""), .name("b")]),
        ]
    )
    func texts(text: String, entries: [AxisSelection.Entry]) throws {
        let selection = try AxisSelection(optionText: text)
        #expect(selection.entries == entries)
        #expect(selection.optionText == text)
        let json = try JSONEncoder().encode(selection)
        #expect(try JSONDecoder().decode(AxisSelection.self, from: json) == selection)
    }

    @Test(
        "what does not choose is refused",
        arguments: ["", "1,", ",1", "0", "-1", "1,1", "a,A", "\"a", "\"a\"b", "\"\"", "a\nb"]
    )
    func refusals(text: String) {
        #expect(throws: AxisSelection.Problem.self) { try AxisSelection(optionText: text) }
    }

    @Test("JSON is a list as the configuration has it")
    func json() throws {
        let selection = try AxisSelection(optionText: "2,DAPI")
        #expect(String(decoding: try JSONEncoder().encode(selection), as: UTF8.self) == "[2,\"DAPI\"]")
        for text in ["[]", "[0]", "[1,1]", "[1.5]", "{}", "1"] {
            #expect(throws: (any Error).self) { try JSONDecoder().decode(AxisSelection.self, from: Data(text.utf8)) }
        }
    }

    @Test("several positions are called by names that differ, else by numbers")
    func positions() {
        var layout = ImageLayout(
            shape: ImageShape(positions: 3, frames: 2, slices: 4, size: ImageSize(width: 2, height: 2)),
            pixelType: .uint8
        )
        #expect(layout.positionTexts == ["1", "2", "3"])
        layout.positionNames = ["a", "b", "c"]
        #expect(layout.positionTexts == ["a", "b", "c"] && layout.axes == "PTZYX")
        for names in [["a", "b"], ["a", "a", "b"], ["a", "", "b"]] {
            layout.positionNames = names
            #expect(layout.positionTexts == ["1", "2", "3"])
        }
        layout.shape.positions = 1
        #expect(layout.positionTexts == [])
    }

    @Test("planes are counted with positions slowest")
    func places() {
        let shape = ImageShape(positions: 3, frames: 2, slices: 4, channels: 5, size: ImageSize(width: 2, height: 2))
        var index = 0
        for position in 0..<3 {
            for frame in 0..<2 {
                for slice in 0..<4 {
                    #expect(shape.index(position: position, frame: frame, slice: slice) == index)
                    #expect(shape.place(at: index) == (position, frame, slice))
                    index += 1
                }
            }
        }
        #expect(shape.placeCount == index && shape.planeCount == 5 * index)
        #expect(shape.withFoldedPositions.frames == 6 && shape.withFoldedPositions.planeCount == shape.planeCount)
    }
}

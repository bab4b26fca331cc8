import Classifiers
import Forests
import Testing

@Suite("Formats of classifier files")
struct ClassifierFormatTests {
    private static func refusal(_ text: String, name: String, look: String?) throws -> ClassifierError {
        try #require(
            #expect(throws: ClassifierError.self) {
                try Classifier(parsing: Array(text.utf8), name: name) { _ in look }
            }
        )
    }

    @Test("an APOC file is known by the comment it begins with, whatever its name")
    func recognised() throws {
        let made = ForestText(featureCount: 1, classCount: 2, trees: [.leaf([(1, "1.0")])])
        for start in ["", "\n", " \t\r\n "] {
            let bytes = Array((start + made.text).utf8)
            #expect(try Classifier(parsing: bytes, name: "x.txt") { _ in nil }.forest.classCount == 2)
        }
    }

    @Test("what begins otherwise is refused with what it looks like; a damaged text of that name by line and column")
    func foreign() throws {
        #expect(try Self.refusal("", name: "x.cl", look: nil) == .empty(file: "x.cl"))
        let image = try Self.refusal("\u{1}PNG", name: "x.cl", look: "a PNG image")
        #expect(image.message == "x.cl does not begin as a classifier does; it looks like a PNG image")
        #expect(image.remedy == "give the .cl file that APOC wrote or the .ilp file that ilastik wrote")
        #expect(image.place == nil)
        #expect(try Self.refusal("a letter", name: "x.txt", look: "a text").place == nil)
        let place = try #require(try Self.refusal("a letter", name: "x.cl", look: "a text").place)
        #expect(place == (1, 1))
    }

    @Test("only the first 64 bytes are looked at, and the whole file goes to its parser")
    func start() throws {
        var seen = 0
        let bytes = [UInt8](repeating: UInt8(ascii: " "), count: 100) + Array("/*".utf8)
        #expect(throws: ClassifierError.unrecognised(file: "x.cl", look: "blanks")) {
            try Classifier(parsing: bytes, name: "x.cl") { start in
                seen = start.count
                return "blanks"
            }
        }
        #expect(seen == 64)
    }

    @Test("every format has a name and an ending of its own")
    func formats() {
        let formats = ClassifierFormat.all
        #expect(!formats.isEmpty)
        #expect(Set(formats.map(\.name)).count == formats.count)
        #expect(Set(formats.map(\.fileExtension)).count == formats.count)
    }
}

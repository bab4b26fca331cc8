import Classifiers
import Testing

@Suite("Headers of classifiers that are far too long")
struct HeaderSizeTests {
    /// A file whose line `key` is followed by `count` times `part`.
    private func bytes(_ key: String, _ part: String, count: Int) -> [UInt8] {
        Array("/*\nOpenCL RandomForestClassifier\n\(key) = ".utf8)
            + Array(repeating: Array(part.utf8), count: count).joined() + Array("\n*/\n".utf8)
    }

    @Test(
        "are refused at once, by their line",
        arguments: [("feature_importances", ","), ("feature_specification", "a "), ("apoc_version", "0"), ("x", "y")]
    )
    func tooLong(key: String, part: String) throws {
        let error = #expect(throws: ClassifierError.self) {
            try Classifier(parsing: bytes(key, part, count: (256 << 10) + 1), name: "a.cl") { _ in "a text" }
        }
        let place = try #require(error?.place)
        #expect(place.line == 3 && place.column == 1)
        #expect(error?.message.contains("expected a line of at most 256 KB") == true)
        #expect((error?.message.count ?? 0) < 400)
    }

    @Test("lines as long as those of the largest classifiers are read")
    func longEnough() throws {
        let error = #expect(throws: ClassifierError.self) {
            try Classifier(parsing: bytes("feature_importances", "0.25,", count: 50_000), name: "a.cl") { _ in "a text"
            }
        }
        #expect(error?.message.contains("at most") == false)
    }
}

import Settings
import SystemPackage
import Testing

@Suite("Names that put files together")
struct TogetherPatternTests {
    /// What a name says: the key and the axes as texts; nil where it does not fit.
    private func part(_ pattern: String, _ name: String) throws -> (key: [String], places: [String: String])? {
        let found = try TogetherPattern(pattern).part(try #require(FilePath.Component(name)))
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        return found.map { part in
            (part.key.map(text), Dictionary(uniqueKeysWithValues: part.places.map { ($0.rawValue, text($1)) }))
        }
    }

    @Test(
        "words that are axes say where a file belongs, others to which image",
        arguments: [
            ("{name}_C{channel}.tif", "a_b_C1.tif", ["a_b"], ["C": "1"]),
            ("{name}_C{channel}.tif", "a_C1_C2.tif", ["a_C1"], ["C": "2"]),
            ("{name}_{c}.tif", "a_DAPI-405 nm.tif", ["a"], ["C": "DAPI-405 nm"]),
            ("{name}_{c:any}.tif", "a_Alexa_488.tif", ["a"], ["C": "Alexa_488"]),
            ("{name}_w{c:1digits}*_s{p}_t{t}", "a_w1DAPI_s2_t13.TIF", ["a"], ["C": "1", "P": "2", "T": "13"]),
            ("{name}_z{z}_ch{channel}", "Series 1_z00_ch01.tif", ["Series 1"], ["Z": "00", "C": "01"]),
            ("{name}_{time}[_{position}]", "a_7.tif", ["a"], ["T": "7", "P": ""]),
        ] as [(String, String, [String], [String: String])]
    )
    func words(pattern: String, name: String, key: [String], places: [String: String]) throws {
        let found = try #require(try part(pattern, name))
        #expect(Array(found.key.dropFirst()) == key)
        #expect(found.places == places)
    }

    @Test("names that do not fit belong to nothing, nor does any by a pattern without an axis")
    func unfit() throws {
        #expect(try part("{name}_C{channel}.tif", "a_D1.tif") == nil)
        #expect(try part("{name}_z{z}.tif", "a_zlast.tif") == nil)
        #expect(try part("{name}_{plate}.tif", "a_b.tif") == nil)
    }

    @Test("files of one image end alike")
    func endings() throws {
        let keys = try ["a_C1.tif", "a_C2.tif", "a_C2.tiff", "a_C2.ome.tif"].map {
            try part("{name}_C{channel}.tif", $0)?.key
        }
        #expect(keys[0] == keys[1])
        #expect(Set(keys).count == 3)
    }

    @Test("numbers go by their value, before names")
    func order() {
        let texts = ["10", "DAPI", "9", "0010", "GFP", "", "1"]
        let sorted = texts.sorted { TogetherPattern.isBefore(Array($0.utf8), Array($1.utf8)) }
        #expect(sorted == ["1", "9", "0010", "10", "", "DAPI", "GFP"])
    }

    @Test(
        "what cannot be meant is a problem",
        arguments: ["{name}_{c}_{channel}.tif", "{plate}/{name}_{c}.tif", "{name}_{c", "{name}_{c:colours}"]
    )
    func problems(pattern: String) {
        #expect(throws: StepSettings.Problem.self) { try TogetherPattern(pattern) }
        let problems = Configuration.problems(Configuration.folder("/a", "together = \"\(pattern)\""))
        #expect(problems.map(\.keyPath) == ["folder[0].together"])
    }

    @Test("keys of the configuration, and a warning for a pattern that puts nothing together")
    func keys() throws {
        let text = "together = \"{name}_C{c}.tif\"\nset_quiet = \"2m\""
        let settings = try Configuration.settings(Configuration.folder("/a", text))
        #expect(settings.folders[0].together?.axes == [.channels])
        #expect(settings.folders[0].setQuiet == .seconds(120))
        #expect(settings.togetherWarnings().isEmpty)
        let other = try Configuration.settings(Configuration.folder("/a", "together = \"{name}_{n}.tif\""))
        #expect(other.togetherWarnings().map(\.keyPath) == ["folder[0].together"])
        #expect(other.togetherWarnings().first?.line == 3)
        #expect(other.folders[0].setQuiet == .seconds(30))
    }

    @Test("no name makes a pattern slow")
    func hostile() throws {
        let pattern = try TogetherPattern("{a}_{b}_{d}_{e}_C{channel:any}x.tif")
        let name = try #require(FilePath.Component(String(repeating: "_C", count: 126) + ".tif"))
        for _ in 0..<50 { #expect(pattern.part(name) == nil) }
    }
}

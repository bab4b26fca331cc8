import Files
import Settings
import SystemPackage
import TestSupport
import Testing

@Suite("Patterns of image names")
struct GroupPatternTests {
    /// The groups of a path, as texts; nil where the pattern does not fit.
    private func values(_ pattern: String, _ path: String) throws -> [String]? {
        try GroupPattern(pattern).values(of: Array(FilePath(path).components))?.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test("presets take apart the names that microscopes give", arguments: GroupPattern.presets.map(\.name))
    func presets(name: String) throws {
        let preset = try #require(GroupPattern.presets.first { $0.name == name })
        #expect(try values(name, preset.example) == preset.groups)
        #expect(try values(name.uppercased(), preset.example) == preset.groups)
        #expect(try values(name, "day 1/\(preset.example)") == preset.groups, "wherever the image lies")
        #expect(try values(name, "overview.tif") == nil)
    }

    @Test(
        "our own words",
        arguments: [
            // A group takes as little as the rest allows; a well is a letter or two and a number.
            ("{plate}_{well}_s{site:digits}", "My_plate_A01_s12.tif", ["My_plate", "A01", "12"]),
            ("{plate}_{well}_s{site:digits}", "My_plate_A01_s12b.tif", nil),
            ("{plate}_{well}_s{site:digits}", "_A01_s12.tif", nil),
            ("{plate}_{well}", "p_AF48.tif", ["p", "AF48"]),
            ("{plate}_{well}", "p_A001.tif", nil),
            ("{plate}_{well:any}", "p_q_r.tif", ["p", "q_r"]),
            ("{a:letters}{b:digits}", "abc007.tif", ["abc", "007"]),
            ("{a:word}-*", "abc007-x y.tif", ["abc007"]),
            ("{a:3digits}*", "0071.tif", ["007"]),
            // The ending of images is none of the pattern's business, in whatever case.
            ("{a}.tif", "x.TIF", ["x"]), ("{a}.ome.tif", "x.ome.TIFF", ["x"]), ("{a}", "x.OME.tif", ["x"]),
            ("{a}", "x.tif.tif", ["x.tif"]),
            // Parts that may be missing, and folders.
            ("{a}[_z{z_plane:digits}]_c{c}", "x_z3_c1.tif", ["x", "3", "1"]),
            ("{a}[_z{z_plane:digits}]_c{c}", "x_c1.tif", ["x", "", "1"]),
            ("{plate}/{well}_*", "day 1/p7/B2_x.tif", ["p7", "B2"]),
            ("{plate}/{well}_*", "B2_x.tif", nil),
            ("{plate}/{a}", "p7/x y.tif", ["p7", "x y"]),
            // A row and a column make a well.
            ("r{row:digits}c{column:digits}", "r2c3.tif", ["2", "3", "B03"]),
            ("r{row:digits}c{column:digits}", "r32c48.tif", ["32", "48", "AF48"]),
            ("r{row:digits}c{column:digits}", "r0c48.tif", ["0", "48", ""]),
        ] as [(String, String, [String]?)]
    )
    func words(pattern: String, path: String, expected: [String]?) throws {
        #expect(try values(pattern, path) == expected)
    }

    @Test("names are bytes: what is no UTF-8, and line ends, are characters like others")
    func bytes() throws {
        let name = try #require(FilePath.Component(bytes: [0xFF, 0x0A, 0xC3] + Array("_A1.TIF".utf8)))
        let pattern = try GroupPattern("{plate}_{well}")
        #expect(pattern.values(of: [name]) == [[0xFF, 0x0A, 0xC3], Array("A1".utf8)])
        let expression = try GroupPattern(#"^(?P<plate>.{3})_(?P<well>[^_]+)\.TIF$"#)
        #expect(expression.values(of: [name]) == [[0xFF, 0x0A, 0xC3], Array("A1".utf8)])
        #expect(try values("µ{a:2digits}ä{b}", "µ07äö.tif") == ["07", "ö"])
    }

    /// Regular expressions that CellProfiler's users write, and some that are hard to search for.
    private static let expressions: [(String, [String])] = [
        (
            #"^(?P<Plate>.*)_(?P<Well>[A-P][0-9]{2})_s(?P<Site>[0-9])_w(?P<ChannelNumber>[0-9])"#,
            ["TE12345_A05_s1_w2.tif", "a_b_P24_s9_w5X.tif", "a_P24_s9.tif", "x.tif"]
        ),
        (
            #".*_(?P<well>[A-P][0-9]{2})f(?P<site>[0-9]{2})d(?P<channel_number>[0-9])"#,
            ["AS_09125_A01f00d0.TIF", "A01f00d0.TIF"]
        ),
        (#"(?P<a>a*?)(?P<b>a+)(?P<c>b?)$"#, ["aaab", "aaa", "b", "xab"]),
        (#"(?P<a>a|ab)(?P<b>c|bcd)(?P<d>d*)"#, ["abcd", "acd", "abc"]),
        (#"(?:x(?P<a>\d+)|y(?P<b>\w+))+"#, ["x1y2", "y_x1", "x12x3"]),
        (#"^(?P<a>[^_\]]+)[_\-](?P<b>\S{2,4}?)(?P<r>.*)\.tif$"#, ["x y_abcdef.tif", "x-ab.tif", "a]_bc.tif"]),
        (#"(?P<a>[]a-]+)(?P<b>\W)"#, ["x]-a_b c", "a-"]),
        (#"(?P<a>(?:ab){2,3})(?P<b>(?:a|b){,2})"#, ["ababab", "abababab", "abab"]),
        (#"(?P<a>(?:a*)*)(?P<b>b)"#, ["aaab", "b"]),
        (#"(?P<folder>[^/]+)/(?P<stem>[^/]*)\.tiff?$"#, ["p1/x.tif", "a/p1/x.tiff", "x.tif"]),
    ]

    @Test("regular expressions find what Python's find")
    func python() throws {
        let script = """
            import json, re, sys
            for pattern, name in json.load(sys.stdin):
                found = re.search(pattern, name if "/" in pattern.replace("[^/]", "") else name.split("/")[-1])
                print(json.dumps(found and [text or "" for text in found.groupdict().values()]))
            """
        let folder = try TemporaryFolder()
        let pairs = Self.expressions.flatMap { pattern, names in names.map { (pattern, $0) } }
        func quoted(_ text: String) -> String {
            "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        }
        let input = "[" + pairs.map { "[\(quoted($0)), \(quoted($1))]" }.joined(separator: ",") + "]"
        try folder.write(Array(input.utf8), to: "in.json")
        let process = try ChildProcess(
            ["/bin/sh", "-c", "exec /usr/bin/python3 -c \"$1\" < in.json > out.txt", "sh", script],
            in: folder.path.string
        )
        try #require(process.wait() == 0)
        let lines = try String(decoding: folder.read("out.txt"), as: UTF8.self).split(separator: "\n").map(String.init)
        try #require(lines.count == pairs.count)
        for ((pattern, name), line) in zip(pairs, lines) {
            let found = try values(pattern, name)
            let text = found.map { "[\($0.map(quoted).joined(separator: ", "))]" } ?? "null"
            #expect(text == line, "\(pattern) in \(name)")
        }
        #expect(lines.contains("null") && lines.count(where: { $0 != "null" }) > 15)
    }

    @Test("no pattern takes longer than its length times that of the name")
    func bounded() throws {
        // Each takes some 2^40 steps where a search goes back without remembering.
        let name = String(repeating: "a", count: 250) + "!"
        for pattern in [#"^(?P<a>(?:a+)+)$"#, #"^(?P<a>(?:a|a)*)b$"#, #"^(?P<a>(?:(?:a*)*)*)b$"#] {
            #expect(try values(pattern, name) == nil)
        }
        #expect(try values("*{a}*{b}*{c}*{d}*x", name) == nil)
        for pattern in [#"(?P<a>(?:(?:a{99}){99}){99})"#, #"(?P<a>(?:(?:(?:){999}){999}){999})"#] {
            #expect(throws: StepSettings.Problem.self) { try GroupPattern(pattern) }
        }
    }

    @Test(
        "what cannot be, or is not supported, is refused in words",
        arguments: [
            ("plate7", "names no group", #""imagexpress""#),
            ("imageexpress", "names no group", #"did you mean "imagexpress"?"#),
            ("{a", "brace", "{plate}"), ("{a}[b", "[ without ]", ""), ("{a}b]", "] without [", ""),
            ("{a}[/b]", "/ between", ""),
            ("{a:number}", "no known kind", "{a:digits}"), ("{a}_{a}", "two groups {a}", ""),
            ("{a b}", "no name of a group", ""),
            ("{label}", "column of the tables already", "label_name"), ("{z:digits}", "column of the tables", ""),
            (#"(?P<a>.)(?P=a)"#, "not supported", ""), (#"(?=x)(?P<a>.)"#, "not supported", ""),
            (#"(?P<a>.)\1"#, "not supported", ""),
            (#"(?i)(?P<a>x)"#, "not supported", ""), (#"(?P<a>\bx)"#, #"\b"#, ""), (#"(?P<a>x"#, "( too many", ""),
            (#"(?P<a>x))"#, ") too many", ""), (#"(?P<a>[x)"#, "[ without ]", ""),
            (#"(?P<a>*)"#, "repeats nothing", ""),
            (#"(?P<a>x++)"#, "repetition behind another", ""), (#"(?P<a>x{3,2})"#, "from more to fewer", ""),
            (#"(?P<a>[z-a])"#, "backwards", ""), (#"(?P<a>.)(?P<a>.)"#, "two groups a", ""),
            (#"(?P<1>.)"#, "no name of a group", ""),
        ]
    )
    func refusals(pattern: String, message: String, remedy: String) throws {
        let problem = #expect(throws: StepSettings.Problem.self) { try GroupPattern(pattern) }
        #expect(problem?.message.contains(message) ?? false, "\(String(describing: problem))")
        #expect(remedy.isEmpty || problem?.remedy.contains(remedy) ?? false, "\(String(describing: problem))")
    }
}

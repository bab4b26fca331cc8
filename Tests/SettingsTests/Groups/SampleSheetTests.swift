import Settings
import SystemPackage
import TestSupport
import Testing

@Suite("Sample sheets")
struct SampleSheetTests {
    private func sheet(_ text: String, groups: [String] = ["plate", "well", "site"]) throws -> SampleSheet {
        try SampleSheet(Array(text.utf8), groups: groups)
    }

    private func fields(_ sheet: SampleSheet, _ groups: [String: String]) -> [String]? {
        sheet.lines[sheet.key(groups)]?.fields
    }

    @Test(
        "are read as spreadsheets write them",
        arguments: [
            "well,treatment,dose\nA01,DMSO,0.1\nB2,\"x, \"\"y\"\"\",\n",
            "\u{FEFF}well;treatment;dose\r\nA01;DMSO;0.1\r\nB2;\"x, \"\"y\"\"\";\r\n;;\r\n",
            "\"Well\"\ttreatment\tdose\rA01\tDMSO\t0.1\rB2\t\"x, \"\"y\"\"\"\t",
            "\n treatment , WELL ,dose,\nDMSO,a1,0.1,\n\n\"x, \"\"y\"\"\",b002,\"\",\n,,,",
        ]
    )
    func dialects(text: String) throws {
        let sheet = try sheet(text)
        #expect(sheet.keys == ["well"] && sheet.columns == ["treatment", "dose"])
        #expect(fields(sheet, ["well": "A1"]) == ["DMSO", "0.1"])
        #expect(fields(sheet, ["well": "B02", "plate": "p"]) == ["x, \"y\"", ""])
        #expect(fields(sheet, ["well": "C1"]) == nil && fields(sheet, [:]) == nil)
    }

    @Test("several key columns are joined at once; numbers without the zeros that spreadsheets drop")
    func keys() throws {
        let sheet = try sheet("site,gene,plate\n1,TP53,p-07\n10,MYC,p-07\n1,RB1,p-7b\n")
        #expect(sheet.keys == ["site", "plate"])
        #expect(fields(sheet, ["plate": "p-7", "site": "001"]) == ["TP53"])
        #expect(fields(sheet, ["plate": "p-007", "site": "010"]) == ["MYC"])
        #expect(fields(sheet, ["plate": "p-7b", "site": "1"]) == ["RB1"])
        #expect(fields(sheet, ["plate": "P-7", "site": "1"]) == nil, "only wells are compared without case")
        #expect(fields(sheet, ["plate": "p-7", "site": "100"]) == nil)
        let zero = try self.sheet("site,x\n0,a\n00100,b\n")
        #expect(fields(zero, ["site": "000"]) == ["a"] && fields(zero, ["site": "100"]) == ["b"])
    }

    @Test("fields stay on their line in the tables")
    func lineEnds() throws {
        let sheet = try sheet("well,note\nA1,\"one\ntwo\r\n\u{7}three\"\nA2,x\n")
        #expect(fields(sheet, ["well": "A1"]) == ["one two   three"])
        #expect(sheet.lines[["A2"]]?.number == 5)
    }

    @Test(
        "what is wrong is said with its line",
        arguments: [
            ("", nil, "is empty"), ("\n\n", nil, "is empty"),
            ("a,b\n1,2\n", 1, "no column that is called like a group"),
            ("well,x\nA1,1\n\nB1\n", 4, "1 fields where the first line has 2"),
            ("well,x\nA1,1\nA01,2\n", 3, "as line 2 does"),
            ("well,x\na1,1\nA01,2\n", 3, "tells of well A01, as line 2"),
            ("well,x\n,1\n", 2, "does not say which well"),
            ("well,x,x\nA1,1,2\n", 1, "two columns \"x\""), ("well,Well\nA1,1\n", 1, "two columns \"well\""),
            ("well,area\nA1,1\n", 1, "\"area\" is a column of the tables already"),
            ("well,x,\nA1,1,2\n", 2, "whose column has no name"),
            ("well,x\nA1,\"1\n2\nB1,3\n", 2, "a quote that does not end"),
            ("well,x\nA1,1\"2\n", 2, "a quote within a field"), ("well,x\nA1,\"1\"2\"\n", 2, "a quote within a field"),
        ] as [(String, Int?, String)]
    )
    func problems(text: String, line: Int?, message: String) throws {
        let problem = #expect(throws: SampleSheet.Problem.self) { try sheet(text) }
        #expect(problem?.line == line && problem?.message.contains(message) ?? false, "\(String(describing: problem))")
    }

    @Test("other encodings are told apart from tables")
    func encodings() throws {
        let groups = ["well"]
        let latin = #expect(throws: SampleSheet.Problem.self) {
            try SampleSheet(Array("well,x\nA1,1\nA2,".utf8) + [0xB5, 0x4D, 0x0A], groups: groups)
        }
        #expect(latin?.line == 3 && latin?.message == "is no UTF-8")
        let wide = #expect(throws: SampleSheet.Problem.self) { try SampleSheet([0xFF, 0xFE, 0x77, 0], groups: groups) }
        #expect(wide?.message == "is UTF-16")
    }

    @Test("are cut into fields as Python's csv module does")
    func python() throws {
        let folder = try TemporaryFolder()
        let text = "well,a,b\nA1,\"x\"\"y\",\nA2, p q ,\"1,2;3\"\n\"A3\",\"\",\"z\"\n"
        try folder.write(Array(text.utf8), to: "sheet.csv")
        let script =
            "import csv\nfor row in csv.reader(open('sheet.csv', newline='')): print('|'.join(f.strip() for f in row))"
        let process = try ChildProcess(
            ["/bin/sh", "-c", "exec /usr/bin/python3 -c \"$1\" > out.txt", "sh", script],
            in: folder.path.string
        )
        try #require(process.wait() == 0)
        let sheet = try sheet(text)
        let ours = (1...3).map { "A\($0)|" + (fields(sheet, ["well": "A\($0)"]) ?? []).joined(separator: "|") }
        #expect(
            try String(decoding: folder.read("out.txt"), as: UTF8.self) == "well|a|b\n\(ours.joined(separator: "\n"))\n"
        )
    }

    @Test("are read again when they change; one that cannot be used leaves the last one in force")
    func changes() throws {
        let folder = try TemporaryFolder()
        let file = SampleSheetFile(folder.path("plate.csv"), groups: ["well"])
        #expect(file.current.sheet == nil && file.problem?.message.contains("plate.csv cannot be read") ?? false)
        try folder.write(Array("well,x\nA1,1\n".utf8), to: "plate.csv")
        let first = file.current
        #expect(first.sheet?.lines[["A1"]]?.fields == ["1"] && first.problem == nil)
        #expect(file.current.version == first.version)
        try folder.write(Array("well,x\nA1,22\n".utf8), to: "plate.csv")
        let second = file.current
        #expect(second.sheet?.lines[["A1"]]?.fields == ["22"] && second.version != first.version)
        try folder.write(Array("well,x\nA1,22\nA1,3\n".utf8), to: "plate.csv")
        #expect(file.current.sheet == second.sheet)
        #expect(file.problem?.message == "\(folder.path("plate.csv")), line 3, tells of well A1, as line 2 does")
    }
}

import Imaging
import Testing
import Worker
import WorkerProtocol

@Suite("Tables to learn from")
struct DelimitedTableTests {
    private func table(_ text: String, choose: [String]? = nil) throws -> DelimitedTable {
        try DelimitedTable(Array(text.utf8), name: "t.csv") { choose ?? $0 }
    }

    @Test(
        "are read whatever stands between the fields",
        arguments: [
            "a,b,class\n1,2.5,1\n-3,,2\n", "a;b;class\r\n1;2.5;1\r\n-3;NA;2", "a\tb\tclass\n1\t2.5\t1\n\n-3\tnan\t2\n",
            "\u{FEFF}\"a\",\"b\",class\n\"1\", 2.5 ,1\n-3,\"\",2\n",
        ]
    )
    func separators(text: String) throws {
        let table = try table(text)
        #expect(table.names == ["a", "b", "class"])
        #expect(table.columns[0].values == [1, -3] && table.columns[0].whole == [1, -3])
        #expect(table.columns[1].values[0] == 2.5 && table.columns[1].values[1].isNaN && !table.columns[1].isWhole)
        #expect(table.columns[2].values == [1, 2])
    }

    @Test("give the nearest double of every number, and all digits of whole ones")
    func numbers() throws {
        var random = SplitMix(seed: 1)
        var texts = [
            "9223372036854775807", "-9223372036854775808", "123456789012345678", "1e400", "-inf", "0x10", "1E-320",
        ]
        texts += (0..<500).map { _ in "\(Double(bitPattern: random.next()))" }.filter { !$0.contains("nan") }
        let column = try table("x\n" + texts.joined(separator: "\n")).columns[0]
        for (text, value) in zip(texts, column.values) { #expect(value == Double(text) ?? .infinity, "\(text)") }
        let whole = try table("x\n" + texts[..<3].joined(separator: "\n")).columns[0]
        #expect(whole.whole == [.max, .min, 123_456_789_012_345_678])
    }

    @Test("may hold text in columns that nobody asks for")
    func text() throws {
        let text = "image,\"size, px\",class\n\"a, b.tif\",7,1\nc.tif,8,2\n"
        #expect(try table(text, choose: ["size, px", "class"]).columns.map(\.values) == [[7, 8], [1, 2]])
        let failure = #expect(throws: Failure.self) { try self.table(text) }
        #expect(failure?.message == "t.csv has the text \"a, b.tif\" in the column image of row 1")
    }

    @Test("lack a value where Excel and pandas say so")
    func missing() throws {
        let column = try table("x,y\n1,1\n#N/A,2\n<NA>,3\n").columns[0]
        #expect(column.values[0] == 1 && column.values[1...].allSatisfy(\.isNaN))
    }

    @Test("with decimal commas are refused by that")
    func decimalCommas() {
        let failure = #expect(throws: Failure.self) { try self.table("a;b\n1,5;2,7\n") }
        #expect(failure?.remedy.contains("decimal points") == true, "\(failure as Any)")
        let text = #expect(throws: Failure.self) { try self.table("a;b\n1,x;2\n") }
        #expect(text?.remedy.contains("decimal") == false)
    }

    @Test(
        "are refused by what is wrong",
        arguments: [
            ("", "t.csv is empty"), ("a,a\n1,2\n", "t.csv has two columns of one name"),
            ("a,b\n1,2\n3\n", "row 2 of t.csv has 1 fields instead of 2"),
            ("a,b\n1,2,3\n", "row 1 of t.csv has 3 fields instead of 2"),
            ("a,b\n1,2x\n", "t.csv has the text \"2x\" in the column b of row 1"),
        ]
    )
    func refusals(text: String, message: String) {
        let failure = #expect(throws: Failure.self) { try self.table(text) }
        #expect(failure?.message == message)
    }

    @Test(
        "are refused for what cannot be learnt",
        arguments: [
            ("x,annotation\n1e39,1\n", "infinite as a 32-bit float"),
            ("x,annotation\n1,1.5\n", "1.5 in the column annotation"),
            ("x,annotation\n1,0\n,2\n", "no row of t.csv is annotated"),
            ("x,y\n1,2\n", "no column annotation; it has x, y"),
            ("annotation\n1\n", "has the columns"),
            ("size px,annotation\n1,1\n", "t.csv has the column \"size px\""),
        ]
    )
    func training(text: String, words: String) throws {
        let bench = try TrainingBench()
        var job = TrainingJob(kind: .tableRowClassifier, features: "")
        job.tables = ["t.csv"]
        let path = try bench.bench.write(Array(text.utf8), to: "t.csv")
        let failure = #expect(throws: Failure.self) { try bench.train(job, [path]) }
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
    }
}

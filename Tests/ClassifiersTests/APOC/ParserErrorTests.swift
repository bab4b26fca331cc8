import Classifiers
import Forests
import Testing

@Suite("Refused classifier files")
struct ParserErrorTests {
    /// The lines of the file that the cases spoil; 2 inputs, 2 classes, one tree.
    private static let lines = ForestText(
        featureCount: 2,
        classCount: 2,
        trees: [
            .split(
                feature: 0,
                threshold: "148.0",
                .leaf([(0, "1.0")]),
                .split(feature: 1, threshold: "4.5", .leaf([(0, "0.25"), (1, "0.75")]), .leaf([(1, "1.0")]))
            )
        ]
    ).text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

    struct Case: CustomStringConvertible, Sendable {
        let line: Int
        let text: String
        let column: Int
        let message: String
        var description: String { "line \(line): \(text)" }

        init(_ line: Int, _ text: String, _ column: Int, _ message: String) {
            (self.line, self.text, self.column, self.message) = (line, text, column, message)
        }
    }

    @Test(
        "one spoilt line is named with line, column and what was expected",
        arguments: [
            Case(1, "// a comment", 2, "expected \"*\", found \"/\""),
            Case(3, "classifier_class_name = PixelClassifier ", 25, "expected one of PixelClassifier, "),
            Case(3, "num_ground_truth_dimensions = 2num_classes = 3", 31, "a whole number, found \"2num_classes"),
            Case(3, "positive_class_identifier = two", 29, "expected a whole number, found \"two\""),
            Case(4, "feature_importances = 0.5,,0.5", 23, "expected numbers between commas"),
            Case(6, "__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in2_TYPE in1, ", 52, "\"IMAGE_in1\""),
            Case(6, "__kernel void predict (IMAGE_out_TYPE out) {", 30, "expected \"in\", found \"out_TYPE\""),
            Case(6, "kernel void predict (IMAGE_in0_TYPE in0, ", 1, "expected \"__kernel void predict (\""),
            Case(8, " const int q = get_global_id(0);", 12, "expected \"x = get_global_id(0);\", found \"q\""),
            Case(9, " const int y = get_global_id(1); int a;", 34, "expected the end of the line, found \"int\""),
            Case(11, " float i0 = READ_IMAGE(in1, sampler, POS_in0_INSTANCE(", 26, "expected \"in0\", found \"1,\""),
            Case(13, " float s1=0;", 9, "expected \"s0\", found \"1=0;\""),
            Case(15, "if(i0<inf){", 7, "expected a number, found \"inf){\""),
            Case(15, "if(i0<-nan){", 7, "expected a number, found \"-nan){\""),
            Case(15, "if(i0<1e999){", 7, "expected a number that a double holds"),
            Case(15, "if(i0<0x10){", 8, "expected \"){\", found \"x10){\""),
            Case(15, "if(i0<010){", 7, "expected a number, found \"010){\""),
            Case(15, "if(i0<1.5f){", 10, "expected \"){\", found \"f){\""),
            Case(15, "if(i0<1e){", 7, "expected a number"),
            Case(15, "if(i0<.){", 7, "expected a number"),
            Case(15, "if(i2<1.0){", 5, "expected an input from i0 to i1, found \"2<1.0){\""),
            Case(15, "if(i00<1.0){", 5, "expected an input"),
            Case(15, "if(i99999999999999999999<1.0){", 5, "expected an input"),
            Case(15, "if(i0<=1.0){", 7, "expected a number, found \"=1.0){\""),
            Case(15, "if (i0<1.0){", 3, "expected \"(i\""),
            Case(15, "system(\"rm\");", 2, "expected a class from s0 to s1, found \"ystem"),
            Case(15, "while(1){", 1, "expected \"if(i…<…){\", \"s…+=…;\" or the footer"),
            Case(16, " s2+=1.0;", 3, "expected a class from s0 to s1"),
            Case(16, " s0=1.0;", 4, "expected \"+=\""),
            Case(16, " s0+=1.0", 9, "expected \";\", found the end of the line"),
            Case(17, "}", 2, "expected \" else {\", found the end of the line"),
            Case(20, "  s0+=0.75;", 3, "expected a class that the leaf does not have yet"),
            Case(21, " }", 3, "expected \" else {\""),
            Case(23, " } else {", 4, "expected the end of the line, found \"else\""),
            Case(25, " float max_s=s1;", 15, "expected \"0;\""),
            Case(27, " if (max_s < s2) {", 15, "expected \"s1\""),
            Case(29, "  cls=3;", 7, "expected \"cls=2\""),
            Case(31, " WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls + 1);", 50, "expected \");\""),
            Case(33, "int after;", 1, "expected the end of the file, found \"int\""),
        ]
    )
    func spoilt(_ spoilt: Case) throws {
        var lines = Self.lines
        lines[spoilt.line - 1] = spoilt.text
        for separator in ["\n", "\r\n", "\r"] {
            let bytes = Array(lines.joined(separator: separator).utf8)
            let error = #expect(throws: ClassifierError.self) {
                try APOCFile(parsing: bytes, name: "nuclei.cl")
            }
            let message = error?.description ?? ""
            #expect(message.hasPrefix("nuclei.cl:\(spoilt.line):\(spoilt.column): "), "\(message)")
            #expect(message.contains(spoilt.message), "\(message)")
        }
    }

    @Test("a file cut off anywhere is refused, at its end or before")
    func truncated() throws {
        let bytes = Array(Self.lines.joined(separator: "\n").utf8)
        _ = try APOCFile(parsing: bytes, name: "whole.cl")
        // The line end behind the last brace may be missing.
        for length in 0..<bytes.count - 1 {
            #expect(throws: ClassifierError.self, "\(length) bytes") {
                try APOCFile(parsing: Array(bytes[..<length]), name: "cut.cl")
            }
        }
    }

    @Test("trees nested too deeply are refused without recursion")
    func depth() throws {
        func made(_ depth: Int) -> [UInt8] {
            var tree = ForestText.Tree.leaf([])
            for _ in 0..<depth { tree = .split(feature: 0, threshold: "0.5", tree, .leaf([])) }
            return ForestText(featureCount: 1, classCount: 1, trees: [tree]).bytes
        }
        #expect(try APOCFile(parsing: made(512), name: "deep.cl").forest.depth == 512)
        let error = #expect(throws: ClassifierError.self) {
            try APOCFile(parsing: made(513), name: "deep.cl")
        }
        #expect(error?.description.contains("the forest has more than 512 splits in a row") == true)
        let opening = String(decoding: made(0), as: UTF8.self).components(before: " float max_s")
        let endless = Array((opening + String(repeating: "if(i0<1){\n", count: 300_000)).utf8)
        #expect(throws: ClassifierError.self) { try APOCFile(parsing: endless, name: "endless.cl") }
    }

    @Test("255 classes are taken, 256 are not")
    func classes() throws {
        func made(_ count: Int) -> [UInt8] {
            ForestText(featureCount: 1, classCount: count, trees: [.leaf([(count - 1, "1.0")])]).bytes
        }
        #expect(try APOCFile(parsing: made(255), name: "made.cl").predict([[0]]) == [255])
        let error = #expect(throws: ClassifierError.self) {
            try APOCFile(parsing: made(256), name: "made.cl")
        }
        #expect(error?.description.contains("more than 255 classes") == true)
    }

    @Test("messages stay one line whatever the file holds")
    func control() throws {
        var lines = Self.lines
        lines[14] = "\u{1b}[31m\u{0}é" + String(repeating: "x", count: 500)
        let error = #expect(throws: ClassifierError.self) {
            try APOCFile(parsing: Array(lines.joined(separator: "\n").utf8), name: "odd.cl")
        }
        let message = error?.description ?? ""
        #expect(message.contains("odd.cl:15:1:") && message.contains("··") == false && message.contains("·[31m·é"))
        #expect(message.count < 300 && !message.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }
}

extension String {
    fileprivate func components(before mark: String) -> String {
        firstRange(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
    }
}

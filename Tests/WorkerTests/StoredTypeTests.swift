import Glibc
import Imaging
import TestSupport
import Testing
import Worker
import WorkerProtocol

@Suite("Images of types that have no place of their own")
struct StoredTypeTests {
    @Test("are segmented as the 32-bit floats that NumPy makes of them, and the report says what was rounded")
    func rounded() throws {
        let text = try GoldenFixture("nuclei_float32").classifierText()
        let bench = try Workbench()
        func report(_ expression: String, _ type: String) throws -> (report: JobReport, mask: String) {
            let image = try bench.write("(\(expression)).astype('\(type)')", to: "x.tif")
            let report = try bench.report(image, classifier: text, outputs: [.mask], positiveClass: 2)
            return (report, report.outputs[0].sha256)
        }
        let fractions = "numpy.random.RandomState(3).rand(40, 50) * 300"
        let whole = "numpy.random.RandomState(3).randint(0, 255, (40, 50))"
        let large = whole + " * 2 ** 24 + 1"
        let sentences = [
            "float64": "its 64-bit floats were rounded to 32-bit ones",
            "int64": "its 64-bit integers were rounded to 32-bit floats",
            "uint64": "its 64-bit integers were rounded to 32-bit floats",
            "uint32": "its integers above 16777216 are rounded to 32-bit floats where pixels are classified",
        ]
        for (expression, type, isRounded) in [
            (fractions, "float64", true), (whole, "float64", false), (large, "int64", true), (whole, "int64", false),
            (large, "uint64", true), (whole, "int32", false), (large, "uint32", true), (whole, "uint32", false),
        ] {
            let (found, mask) = try report(expression, type)
            let stored = type == "uint32" ? nil : type
            #expect(found.layout.storedType == stored && found.layout.pixelType == (stored == nil ? .uint32 : .float32))
            #expect(found.warnings.contains(sentences[type] ?? "") == isRounded, "\(type) \(found.warnings)")
            let (floats, expected) = try report("(\(expression)).astype('\(type)')", "float32")
            #expect(mask == expected, "\(type)")
            #expect(floats.layout.storedType == nil)
            #expect(!floats.warnings.contains { $0.contains("rounded") })
        }
    }

    @Test("are told by inspect as they are stored and as they are given")
    func inspected() throws {
        let bench = try Workbench()
        for (type, line) in [
            ("int16", "float32, stored as int16"), ("float64", "float32, stored as float64"), ("uint16", "uint16"),
        ] {
            let path = try bench.write("numpy.zeros((4, 5), '\(type)')", to: "\(type).tif")
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            defer { close(descriptor) }
            let reply = bench.answer(.inspect(name: "x.tif", axes: AxisChoice()), descriptors: [descriptor]).reply
            guard case .inspected(.image(let inspection)) = reply else { throw TestFailure("\(reply)") }
            #expect(inspection.text.contains("  pixels      \(line)\n"))
        }
    }
}

import Foundation
import TestSupport
import Testing

@Suite("Pictures of a folder")
struct SheetAndPlotTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    private func call(_ arguments: String...) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url)
    }

    /// Width, height and colours of a PNG, by Python's zlib: the checksum of every chunk has to be right.
    private func picture(_ name: String) throws -> String {
        let script = """
            import struct, sys, zlib
            data = open(sys.argv[1], "rb").read()
            place, packed = 8, b""
            while place < len(data):
                length, name = struct.unpack(">I4s", data[place:place + 8])
                body = data[place + 8:place + 8 + length]
                assert struct.unpack(">I", data[place + 8 + length:place + 12 + length])[0] == zlib.crc32(name + body)
                if name == b"IHDR": size = struct.unpack(">II", body[:8])
                if name == b"IDAT": packed += body
                place += 12 + length
            print(*size, len(zlib.decompress(packed)) > size[0] * size[1], data[37:55], end="")
            """
        let output = try GoldenArray.output(of: script, arguments: [home.appending(name)])
        return String(decoding: output, as: UTF8.self)
    }

    @Test("sheet and plot show what run wrote, replace their own files alone, and say what is missing")
    func folder() throws {
        for number in 0..<3 {
            try FileManager.default.copyItem(
                at: AcquisitionFixtures.image(number),
                to: URL(filePath: home.appending("data\(number).tif"))
            )
        }
        try home.write(Array("II*\0 no more than this".utf8), to: "torn.tif")
        let classifier = AcquisitionFixtures.classifier("bright").path
        #expect(try call("sheet", ".").status == 1)
        _ = try call("run", "--classifier", classifier, "--output", "labels", "--output", "objects", ".")
        let none = try call("plot", ".")
        #expect(none.status == 0 && none.output.contains("4 results, 1 of them failed"), "\(none)")
        _ = try call(
            "run",
            "--classifier",
            classifier,
            "--output",
            "labels",
            "--output",
            "objects",
            "--output",
            "overlay",
            "."
        )

        let sheet = try call("sheet", "--order", "worst", "--columns", "2", ".")
        #expect(sheet.status == 0 && sheet.output.contains("segmentd_sheet.png: 4 of 4 results"), "\(sheet)")
        // Two columns and two rows of tiles with their captions, below a line of text.
        let look = try picture("segmentd_sheet.png")
        #expect(look.hasPrefix("504 ") && look.contains("tEXtSoftware") && look.contains("True"), "\(look)")
        let few = try call("sheet", "--most", "1", "--output", "few.png", ".")
        #expect(few.status == 0, "\(few)")
        #expect(try picture("few.png").hasPrefix("256 "))

        // A damaged overlay is a tile without a picture.
        let name = "data1_overlay.png"
        try home.write(Array(try home.read(name).dropLast(400)), to: name)
        #expect(try call("sheet", ".").status == 0)

        // Files of others stay.
        for (command, file) in [("sheet", "segmentd_sheet.png"), ("plot", "segmentd_plot.svg")] {
            let other = Array("somebody else's".utf8)
            try home.write(other, to: file)
            let refused = try call(command, ".")
            #expect(refused.status == 1 && refused.errors.contains("segmentd did not write it"), "\(refused)")
            #expect(try home.read(file) == other)
        }
        #expect(try home.names().allSatisfy { !$0.hasSuffix(".tmp") })
    }

    @Test("the plot's areas and counts are those of the tables")
    func plot() throws {
        for number in 0..<2 {
            try FileManager.default.copyItem(
                at: AcquisitionFixtures.image(number),
                to: URL(filePath: home.appending("x\(number).tif"))
            )
        }
        let classifier = AcquisitionFixtures.classifier("bright").path
        #expect(try call("run", "--classifier", classifier, ".").status == 0)
        #expect(try call("plot", ".").status == 0)
        let svg = String(decoding: try home.read("segmentd_plot.svg"), as: UTF8.self)
        let objects = try (0..<2).reduce(0) { sum, number in
            sum + String(decoding: try home.read("x\(number)_objects.csv"), as: UTF8.self).split(separator: "\n").count
                - 1
        }
        #expect(objects > 0 && svg.contains("Areas of objects (n = \(objects) objects)"), "\(svg.prefix(3_000))")
        #expect(svg.contains("Objects per image (n = 2 images)") && svg.contains("area (pixels)"))
        #expect(try call("plot", ".").status == 0)
    }
}

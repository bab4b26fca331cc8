import Glibc
import Imaging
import Testing
import Training

@Suite("File of samples")
struct SampleFileTests {
    /// An open file without a name, with these bytes.
    private final class Scratch {
        let descriptor: Int32

        init(_ bytes: [UInt8] = []) {
            descriptor = fileno(tmpfile())
            _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        }

        deinit { close(descriptor) }

        var bytes: [UInt8] {
            var bytes = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, SEEK_END)))
            let count = bytes.count
            _ = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, 0) }
            return bytes
        }
    }

    private static func book(rows: [Int] = [5, 0, 17]) -> SampleBook {
        var random = SplitMix(seed: 7)
        var book = SampleBook(
            kind: "PixelClassifier",
            featureSpecification: "original  gaussian_blur=1",
            featureNames: ["original", "gaussian_blur=1"],
            channelCount: 1,
            dimensions: 2
        )
        book.classifierSHA256 = String(repeating: "ab", count: 32)
        book.choices = TrainingChoices(depth: 3, trees: 20, positiveClass: 2)
        book.blocks = rows.enumerated().map { number, count in
            SampleBlock(
                image: "\u{e4} \(number).tif",
                imageSHA256: "\(number)",
                annotation: number == 1 ? nil : "a\(number).tif",
                annotationSHA256: number == 1 ? nil : "b\(number)",
                columns: (0..<2).map { _ in (0..<count).map { _ in random.float(in: -1e30...1e30) } },
                annotations: (0..<count).map { Int32($0 % 3 + 1) },
                units: (0..<count).map { UInt32($0 / 2) },
                places: (0..<count).map { UInt64($0) << 33 },
                isTest: (0..<count).map { $0 % 4 == 1 }
            )
        }
        return book
    }

    @Test("gives back what was written")
    func roundTrip() throws {
        let file = Scratch()
        let written = try Self.book().write(to: file.descriptor)
        #expect(written.bytes == file.bytes.count)
        #expect(try SampleBook(reading: file.descriptor) == Self.book())
        let header = try SampleFile.header(of: file.descriptor)
        #expect(header.blocks.map(\.rows) == [5, 0, 17])
        #expect(header.blocks.map(\.testRows) == [1, 0, 4])
        let learnt = Self.book().blocks.flatMap { block in
            zip(block.columns[1], block.isTest).filter { !$0.1 }.map(\.0)
        }
        #expect(header.least[1] == learnt.min() && header.most[1] == learnt.max())
    }

    @Test("keeps any number of runs of places outside the header")
    func manyRuns() throws {
        var book = Self.book()
        var gone = book.blocks[0]
        (gone.image, gone.places) = ("gone", (0..<2_000_000).map { 2 * $0 })
        gone.isTest = gone.places.map { $0 % 3 == 0 }
        book.remember(book, without: [gone, book.blocks[2]])
        let file = Scratch()
        let written = try book.write(to: file.descriptor)
        #expect(written.bytes > 32_000_000)
        #expect(try SampleBook(reading: file.descriptor) == book)
        #expect(book.past.map { $0.trained.count + $0.held.count } == [2_000_000, 17])
    }

    @Test("is not written where nobody would read it again")
    func headerTooLarge() throws {
        var book = Self.book(rows: [1])
        book.blocks[0].image = String(repeating: "x", count: 17 << 20)
        let file = Scratch()
        let error = #expect(throws: SamplesError.self) { try book.write(to: file.descriptor) }
        guard case .tooManyImages = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(file.bytes.isEmpty)
    }

    @Test("is the same file for the same samples, and told by its digest")
    func digest() throws {
        let (one, other) = (Scratch(), Scratch())
        let first = try Self.book().write(to: one.descriptor)
        #expect(try Self.book().write(to: other.descriptor) == first)
        #expect(one.bytes == other.bytes)
        #expect(first.sha256.count == 64)
    }

    @Test("is refused wherever it is cut")
    func truncation() throws {
        let file = Scratch()
        _ = try Self.book().write(to: file.descriptor)
        let bytes = file.bytes
        for count in 0..<bytes.count {
            let cut = Scratch(Array(bytes[..<count]))
            defer { withExtendedLifetime(cut) {} }
            let error = #expect(throws: SamplesError.self) { try SampleBook(reading: cut.descriptor) }
            switch error {
            case .truncated, .foreign: break
            default: Issue.record("cut to \(count): \(String(describing: error))")
            }
        }
    }

    @Test("is refused whichever byte is another")
    func damage() throws {
        let file = Scratch()
        _ = try Self.book().write(to: file.descriptor)
        var bytes = file.bytes
        for index in bytes.indices {
            bytes[index] ^= 1
            let changed = Scratch(bytes)
            defer { withExtendedLifetime(changed) {} }
            #expect(throws: SamplesError.self, "byte \(index)") { try SampleBook(reading: changed.descriptor) }
            bytes[index] ^= 1
        }
        let longer = Scratch(bytes + [1, 2, 3])
        #expect(throws: SamplesError.damaged("3 bytes follow its end")) {
            try SampleBook(reading: longer.descriptor)
        }
        withExtendedLifetime(longer) {}
    }

    @Test(
        "is refused where it is something else, or too new",
        arguments: [
            ("segmentd samples 2\n", SamplesError.newer(version: "2")),
            ("segmentd samples x\n", .foreign),
            ("segmentd samples -1\n", .foreign),
            ("/*\nOpenCL RandomForestClassifier\n", .foreign),
            ("", .foreign),
        ]
    )
    func foreign(text: String, error: SamplesError) {
        let file = Scratch(Array(text.utf8) + [UInt8](repeating: 32, count: text.isEmpty ? 0 : 99))
        #expect(throws: error) { try SampleBook(reading: file.descriptor) }
        withExtendedLifetime(file) {}
    }

    @Test("reserves nothing for columns of blocks without rows")
    func manyColumns() throws {
        let block = #"{"image":"a","image_sha256":"b","rows":0,"test_rows":0}"#
        let blocks = [String](repeating: block, count: 2_000).joined(separator: ",")
        let features = [String](repeating: "\"o\"", count: 2_000).joined(separator: ",")
        let text =
            #"{"blocks":[\#(blocks)],"channels":1,"dimensions":2,"feature_specification":"o","features":[\#(features)],"#
            + #""kind":"k","least":[],"most":[]}"#
        var bytes = Array("segmentd samples 1\n".utf8)
        withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { bytes += $0 }
        bytes += Array(text.utf8) + [UInt8](repeating: 0, count: 32)
        let file = Scratch(bytes)
        #expect(throws: SamplesError.damaged("it has more columns than bytes")) {
            try SampleBook(reading: file.descriptor)
        }
        withExtendedLifetime(file) {}
    }

    @Test(
        "reserves nothing for numbers that cannot be true",
        arguments: [
            #"{"blocks":[{"image":"a","image_sha256":"b","rows":4611686018427387904,"test_rows":0}]"#,
            #"{"blocks":[{"image":"a","image_sha256":"b","rows":1000000000000,"test_rows":0}]"#,
            #"{"blocks":[{"image":"a","image_sha256":"b","rows":-1,"test_rows":0}]"#,
            #"{"blocks":[{"image":"a","image_sha256":"b","rows":1,"test_rows":2}]"#,
            #"{"past":[{"image":"a","image_sha256":"b","trained":4611686018427387904,"held":0}],"blocks":[]"#,
            #"{"past":[{"image":"a","image_sha256":"b","trained":0,"held":-1}],"blocks":[]"#,
            #"{"past":[{"image":"a","image_sha256":"b","trained":2,"held":0}],"blocks":[]"#,
        ]
    )
    func hostile(start: String) {
        let text =
            start
            + #","channels":1,"dimensions":2,"feature_specification":"o","features":["o"],"kind":"k","least":[],"most":[]}"#
        var bytes = Array("segmentd samples 1\n".utf8)
        withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { bytes += $0 }
        let rows = Scratch(bytes + Array(text.utf8) + [UInt8](repeating: 0, count: 64))
        let error = #expect(throws: SamplesError.self) { try SampleBook(reading: rows.descriptor) }
        if case .system = error { Issue.record("the file could not be read") }
        bytes.replaceSubrange(19..<27, with: [UInt8](repeating: 255, count: 8))
        let header = Scratch(bytes)
        #expect(throws: SamplesError.damaged("its header has \(UInt64.max) bytes")) {
            try SampleBook(reading: header.descriptor)
        }
        withExtendedLifetime((rows, header)) {}
    }
}

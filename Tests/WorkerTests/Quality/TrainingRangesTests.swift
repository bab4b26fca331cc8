import SystemPackage
import TestSupport
import Testing
import Training
import Worker

@Suite("The values of a classifier's training")
struct TrainingRangesTests {
    /// The bytes of the samples of three rows, of which the last is not learnt from.
    private static func samples(_ columns: [[Float]]) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        var book = SampleBook(
            kind: "PixelClassifier",
            featureSpecification: "original sobel",
            featureNames: ["original", "sobel"],
            channelCount: 1,
            dimensions: 2,
            blocks: [
                SampleBlock(
                    image: "a.tif",
                    imageSHA256: "0a",
                    annotation: nil,
                    annotationSHA256: nil,
                    columns: columns,
                    annotations: [1, 2, 2],
                    units: [1, 2, 3],
                    places: [0, 1, 2],
                    isTest: [false, false, true]
                )
            ]
        )
        book.classifierSHA256 = "ab"
        let path = try folder.write([UInt8](), to: "nuclei.samples")
        let file = try FileDescriptor.open(path, .readWrite)
        return try file.closeAfter {
            let count = try book.write(to: file.rawValue).bytes
            var bytes = [UInt8](repeating: 0, count: count)
            #expect(try bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: 0, into: $0) } == count)
            return bytes
        }
    }

    private static func ranges(
        _ bytes: [UInt8],
        of digest: String = "ab",
        _ count: Int = 2
    ) throws
        -> [ClosedRange<Float>]?
    {
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, to: "nuclei.samples")
        let file = try FileDescriptor.open(path, .readOnly)
        return try file.closeAfter { TrainingRanges.read(file.rawValue, of: digest, count) }
    }

    @Test("are those of what was learnt from, as the samples beside it have them")
    func header() throws {
        #expect(try Self.ranges(Self.samples([[2, -1.5, 9], [0, 0, 7]])) == [-1.5...2, 0...0])
    }

    @Test("are not known from the samples of another classifier, of other features, or of a file that is none")
    func others() throws {
        let bytes = try Self.samples([[2, -1.5, 9], [0, 0, 7]])
        #expect(try Self.ranges(bytes, of: "cd") == nil)
        #expect(try Self.ranges(bytes, 3) == nil)
        #expect(try Self.ranges(bytes.dropLast()) == nil)
        #expect(try Self.ranges(Array(bytes.prefix(40))) == nil)
        #expect(try Self.ranges([]) == nil)
        var newer = bytes
        newer["segmentd samples ".utf8.count] = UInt8(ascii: "2")
        #expect(try Self.ranges(newer) == nil)
        var other = bytes
        other[0] = 0
        #expect(try Self.ranges(other) == nil)
    }

    private static func ranges(_ bytes: ArraySlice<UInt8>) throws -> [ClosedRange<Float>]? { try ranges(Array(bytes)) }
}

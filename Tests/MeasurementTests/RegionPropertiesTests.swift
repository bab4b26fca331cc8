import Imaging
import Measurement
import Testing

/// The expected tables were printed by `Tests/Fixtures/regionprops.py` (scikit-image 0.26.0).
@Suite("Object table against scikit-image")
struct RegionPropertiesTests {
    private static let oneChannel = """
        label,area,centroid-0,centroid-1,bbox-0,bbox-1,bbox-2,bbox-3,intensity_mean,intensity_min,intensity_max
        1,20,3.85,4.2,0,0,9,12,26508.8,98,56663
        2,20,4.2,5.85,0,0,9,12,40272.25,7024,64573
        4,12,3.9166666666666665,5.666666666666667,1,0,9,12,44981.916666666664,21783,63345
        5,14,3.5,6.071428571428571,0,0,9,12,31796.928571428572,1575,64303
        """
    private static let twoChannels = """
        label,area,centroid-0,centroid-1,bbox-0,bbox-1,bbox-2,bbox-3,\
        intensity_mean-0,intensity_mean-1,intensity_min-0,intensity_min-1,intensity_max-0,intensity_max-1
        1,20,3.85,4.2,0,0,9,12,26508.8,5191.435678100586,98,486.28570556640625,56663,9226.7138671875
        2,20,4.2,5.85,0,0,9,12,40272.25,4343.099968910217,7024,41.57143020629883,64573,8803.7138671875
        4,12,3.9166666666666665,5.666666666666667,1,0,9,12,44981.916666666664,4434.17854309082,21783,\
        544.1428833007812,63345,8594.142578125
        5,14,3.5,6.071428571428571,0,0,9,12,31796.928571428572,4221.163301740374,1575,211.85714721679688,\
        64303,8263.5712890625
        """

    @Test("same columns and same numbers as regionprops_table, bit for bit", arguments: [oneChannel, twoChannels])
    func table(expected: String) throws {
        let expectedLines = expected.split(separator: "\n").map { $0.split(separator: ",") }
        let channels = Array(Self.channels.prefix(expectedLines[0].count == 11 ? 1 : 2))
        var table = ObjectTable(channelCount: channels.count)
        table.append(frame: 4, slice: 7, labels: Self.labels, channels: channels)

        let lines = String(decoding: table.csv, as: UTF8.self).split(separator: "\n").map { $0.split(separator: ",") }
        #expect(lines[0] == ["frame", "z"] + expectedLines[0])
        try #require(lines.count == expectedLines.count)
        for (line, expectedLine) in zip(lines, expectedLines).dropFirst() {
            #expect(line.prefix(2) == ["4", "7"])
            #expect(line.dropFirst(2).map { Double($0) } == expectedLine.map { Double($0) })
        }
    }

    private static let labels = LabelImage(
        size: ImageSize(width: 12, height: 9),
        labels: pixels(seed: 1).map { $0 % 7 }.map { $0 > 5 || $0 == 3 ? 0 : $0 },
        count: 5
    )
    private static let channels: [PixelValues] = [
        .uint16(pixels(seed: 2).map { UInt16($0) }),
        .float32(pixels(seed: 3).map { Float(Double($0) / 7) }),
    ]

    private static func pixels(seed: UInt32) -> [UInt32] {
        var sequence = PixelSequence(seed: seed)
        return (0..<108).map { _ in sequence.next() }
    }
}

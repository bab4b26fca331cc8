import Imaging
import Measurement
import Testing

@Suite("Object table")
struct ObjectTableTests {
    @Test("the header is there without objects, one line, for any number of channels")
    func empty() {
        let common = "frame,z,label,area,centroid-0,centroid-1,bbox-0,bbox-1,bbox-2,bbox-3"
        #expect(common.hasPrefix(TableMark.columns))
        #expect(text(ObjectTable(channelCount: 0)) == common + "\n")
        #expect(
            text(ObjectTable(channelCount: 1)) == common + ",intensity_mean,intensity_min,intensity_max\n"
        )
        #expect(
            text(ObjectTable(channelCount: 2)) == common + ",intensity_mean-0,intensity_mean-1"
                + ",intensity_min-0,intensity_min-1,intensity_max-0,intensity_max-1\n"
        )
    }

    @Test("integers stay integers, everything else is the shortest decimal that reads back")
    func numbers() {
        var table = ObjectTable(channelCount: 2)
        let image = LabelImage(size: ImageSize(width: 3, height: 1), labels: [2, 2, 2], count: 2)
        table.append(
            frame: 0,
            slice: 1,
            labels: image,
            channels: [.uint8([1, 0, 0]), .float32([0.1, -.infinity, 1e-7])]
        )
        let row = text(table).split(separator: "\n").last
        #expect(row == "0,1,2,3,0.0,1.0,0,0,1,3,0.3333333333333333,-inf,0,-inf,1,0.10000000149011612")
    }

    @Test("objects of a volume have their slice in front of row and column")
    func volume() {
        var table = ObjectTable(channelCount: 1, isVolume: true)
        let size = ImageSize(width: 2, height: 2, depth: 3)
        // Object 1 is the left column of the last two slices, object 2 one pixel of the first.
        let image = LabelImage(size: size, labels: [0, 2, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0], count: 2)
        table.append(frame: 4, slice: 0, labels: image, channels: [.uint8(Array(1...12))])
        let lines = text(table).split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "frame,z,label,area,centroid-0,centroid-1,centroid-2,bbox-0,bbox-1,bbox-2,bbox-3,bbox-4,bbox-5,"
                    + "intensity_mean,intensity_min,intensity_max",
                "4,0,1,4,1.5,0.5,0.0,1,0,0,3,2,1,8.0,5,11", "4,0,2,1,0.0,0.0,1.0,0,0,1,1,1,2,2.0,2,2",
            ]
        )
        #expect(lines[0].hasPrefix(TableMark.columns))
    }

    @Test("floating-point numbers are written as Swift describes them, NaN without a sign")
    func decimals() {
        let values: [Float] = [
            0, -0.0, 0.5, -0.5, 1.5, -2.5, 0.25, 1e-7, 1e15, 1e16, 1.5e15, 16_777_216, -8_388_607.5,
            .greatestFiniteMagnitude,
            .leastNonzeroMagnitude, .infinity, -.infinity, .nan, -.nan, 4_503_599_627_370_496, 9_007_199_254_740_992,
        ]
        let labels = (1...values.count).map { UInt32($0) }
        let image = LabelImage(size: ImageSize(width: values.count, height: 1), labels: labels, count: values.count)
        var table = ObjectTable(channelCount: 1)
        table.append(frame: 0, slice: 0, labels: image, channels: [.float32(values)])
        let rows = text(table).split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
        // A sum that begins with 0 is never -0; the least value is the pixel itself.
        #expect(rows.map { $0[10] } == values.map { $0.isNaN ? "nan" : (0 + Double($0)).description })
        #expect(rows.map { $0[11] } == values.map { $0.isNaN ? "nan" : Double($0).description })
    }

    @Test(
        "every object has one row, in the order of labels, however many there are",
        arguments: [1, 2, 63, 64, 65, 999]
    )
    func order(count: Int) {
        let labels = (0..<2 * count).map { UInt32($0 / 2 * 3 % (3 * count) + 1) }
        let image = LabelImage(size: ImageSize(width: 2 * count, height: 1), labels: labels, count: 3 * count)
        var table = ObjectTable(channelCount: 0)
        table.append(frame: 0, slice: 0, labels: image, channels: [])
        table.append(frame: 1, slice: 0, labels: image, channels: [])
        let rows = text(table).split(separator: "\n").dropFirst().map {
            $0.split(separator: ",").prefix(3).joined(separator: " ")
        }
        #expect(rows == (0...1).flatMap { frame in (0..<count).map { "\(frame) 0 \($0 * 3 + 1)" } })
    }

    private func text(_ table: ObjectTable) -> String { String(decoding: table.csv, as: UTF8.self) }
}

import Imaging
import Measurement
import Testing

@Suite("What an object table says")
struct TableContentTests {
    @Test("groups follow the columns of every table, in one order")
    func groups() {
        let basic = "frame,z,label,area,centroid-0,centroid-1,bbox-0,bbox-1,bbox-2,bbox-3"
        #expect(header { $0.groups = [] } == basic)
        #expect(header { $0.groups = [.basic] } == basic)
        #expect(basic.hasPrefix(TableMark.columns))
        let intensity =
            basic + ",intensity_mean,intensity_min,intensity_max,intensity_std,intensity_median"
            + ",centroid_weighted-0,centroid_weighted-1"
        #expect(header { $0.groups = [.intensity] } == intensity)
        let shape =
            ",equivalent_diameter_area,axis_major_length,axis_minor_length,orientation,eccentricity,solidity,perimeter"
            + ",extent,euler_number,feret_diameter_max"
        let neighbours = ",nearest_neighbour_label,nearest_neighbour_distance,touching_neighbours"
        #expect(header { $0.groups = Set(MeasurementGroup.allCases) } == intensity + shape + neighbours)
        let volume = header {
            $0.groups = [.shape]
            $0.isVolume = true
        }
        #expect(
            volume.hasSuffix(
                ",bbox-5,equivalent_diameter_area,axis_major_length,axis_minor_length,solidity,extent,euler_number"
                    + ",feret_diameter_max"
            )
        )
    }

    @Test("several positions are named in each row, behind what is measured and before what others say")
    func positions() {
        let plane = LabelImage(size: ImageSize(width: 2, height: 1), labels: [0, 1], count: 1)
        func rows(_ change: (inout TableContent) -> Void) -> [Substring] {
            var content = TableContent(groups: [], channelCount: 0)
            content.positions = ["A1, \"left\"", "B2"]
            change(&content)
            var table = ObjectTable(content)
            for position in 0..<2 {
                let measured = PlaneMeasurement(
                    content,
                    position: position,
                    frame: 3,
                    slice: 4,
                    labels: plane,
                    channels: []
                )
                table.append(measured)
            }
            return String(decoding: table.csv, as: UTF8.self).split(separator: "\n")
        }
        let basic = "frame,z,label,area,centroid-0,centroid-1,bbox-0,bbox-1,bbox-2,bbox-3"
        let numbers = "3,4,1,1,0.0,1.0,0,1,1,2"
        #expect(
            rows { _ in } == ["\(basic),position", "\(numbers),\"A1, \"\"left\"\"\"", "\(numbers),B2"]
        )
        let named = rows {
            $0.image = "x.tif"
            $0.position = "A1"
            $0.fixedColumns = [FixedColumn(name: "well", text: "A"), FixedColumn(name: "position", text: "-")]
        }
        #expect(named[0] == "\(basic),image,position,well")
        #expect(named[2] == "\(numbers),x.tif,B2,A")
        let single = rows {
            ($0.positions, $0.position) = ([], "A1")
        }
        #expect(single == [Substring(basic), Substring(numbers), Substring(numbers)])
    }

    @Test("names of channels stand in for numbers where there are several, and each has its own")
    func channelNames() {
        func names(_ names: [String], count: Int = 2) -> String {
            let columns = header {
                $0.channelCount = count
                $0.channelNames = names
            }
            return columns.split(separator: ",bbox-3,")[1].description
        }
        #expect(names(["DAPI"], count: 1) == "intensity_mean,intensity_min,intensity_max")
        #expect(
            names(["DAPI", "a, \"b\""]).hasPrefix("intensity_mean-DAPI,\"intensity_mean-a, \"\"b\"\"\",intensity_min-D")
        )
        for unusable in [["DAPI"], ["DAPI", ""], ["DAPI", "DAPI"], []] {
            #expect(names(unusable).hasPrefix("intensity_mean-0,intensity_mean-1,intensity_min-0"))
        }
    }

    @Test("micrometres from any unit of length; none without one, or where the distance of slices is missing")
    func physical() throws {
        let sizes = [
            PixelSize(x: 0.5, y: 0.25, z: 2, unit: "micron"), PixelSize(x: 500, y: 250, z: 2_000, unit: "nm"),
            PixelSize(x: 5e-4, y: 2.5e-4, z: 2e-3, unit: " mm "), PixelSize(x: 0.5, y: 0.25, z: 2, unit: "\u{3BC}m"),
        ]
        for size in sizes {
            let columns = try measured(size, isVolume: true)
            #expect(abs(columns["volume_um3", default: .nan] - 0.25) < 1e-12)
            #expect(abs(columns["centroid_um-0", default: .nan] - 2) < 1e-12)
            #expect(columns["centroid_um-1"] == 0 && abs(columns["centroid_um-2", default: .nan] - 0.5) < 1e-12)
        }
        let inch = try measured(PixelSize(x: 1, y: 1, unit: "inch"), isVolume: false)
        #expect(inch["area_um2"] == 25_400 * 25_400 && inch["perimeter_um"] == 0)
        let oblong = try measured(PixelSize(x: 1, y: 2, unit: "um"), isVolume: false)
        #expect(oblong["area_um2"] == 2 && oblong["perimeter_um"] == nil && oblong["perimeter"] == 0)
        let unknown = [
            PixelSize(x: 1, y: 1, z: 1, unit: "pixel"), PixelSize(x: 1, y: 1, z: 1, unit: ""),
            PixelSize(x: 0, y: 1, z: 1, unit: "um"), PixelSize(x: 1, y: .infinity, z: 1, unit: "um"),
        ]
        for size in unknown {
            #expect(try measured(size, isVolume: true).keys.allSatisfy { !$0.contains("_um") })
            #expect(try measured(size, isVolume: false).keys.allSatisfy { !$0.contains("_um") })
        }
        let noDistance = PixelSize(x: 1, y: 1, unit: "um")
        #expect(try measured(noDistance, isVolume: true).keys.allSatisfy { !$0.contains("_um") })
        #expect(try measured(noDistance, isVolume: false)["area_um2"] == 1)
    }

    @Test("classes, columns measured elsewhere, image and position are the last columns, absent labels left out")
    func added() throws {
        var content = TableContent(groups: [], channelCount: 0)
        content.hasClasses = true
        content.hasPixelClasses = true
        content.extraColumns = ["mean_max_distance_to_centroid_ratio"]
        content.image = "day 1, \"x\".tif"
        content.position = "B\n2"
        var table = ObjectTable(content)
        let labels = LabelImage(size: ImageSize(width: 3, height: 1), labels: [1, 3, 4], count: 4)
        let classes = ObjectClasses(classes: [0, 2, 9, 0, 1], probabilities: [.nan, 0.7, 1, 0.5, 1], classCount: 2)
        let extra = ExtraColumn(name: content.extraColumns[0], values: [0, 0.1, 5, .nan, -.infinity])
        table.append(
            frame: 0,
            slice: 0,
            labels: labels,
            channels: [],
            classes: classes,
            pixelClasses: [0, 3, 0, 4, 5],
            extra: [extra]
        )
        let text = String(decoding: table.csv, as: UTF8.self)
        let end = ",\"day 1, \"\"x\"\".tif\",\"B\n2\"\n"
        let header = ",class,class_probability,pixel_class,mean_max_distance_to_centroid_ratio,image,position\n"
        #expect(text.contains("bbox-3" + header))
        #expect(text.contains(",0,0,1,1,2,0.7,3,0.1" + end))
        #expect(text.contains(",0,1,1,2,0,nan,4,nan" + end))
        #expect(text.hasSuffix(",0,2,1,3,1,1.0,5,-inf" + end))
        content.position = nil
        #expect(content.columnNames.suffix(2) == ["image", "position"])
    }

    private func header(_ change: (inout TableContent) -> Void) -> String {
        var content = TableContent(channelCount: 1)
        change(&content)
        return String(decoding: ObjectTable(content).csv.dropLast(), as: UTF8.self)
    }

    /// All numbers of a table with one object of one pixel, which is at slice 1, row 0, column 1.
    private func measured(_ size: PixelSize, isVolume: Bool) throws -> [String: Double] {
        var content = TableContent(groups: [.shape], channelCount: 0, isVolume: isVolume)
        content.pixelSize = size
        let labels: [UInt32] = isVolume ? [0, 0, 0, 1] : [0, 1]
        let image = LabelImage(
            size: ImageSize(width: 2, height: 1, depth: isVolume ? 2 : 1),
            labels: labels,
            count: 1
        )
        let plane = PlaneMeasurement(content, frame: 0, slice: 0, labels: image, channels: [])
        var columns: [String: Double] = [:]
        for name in content.columnNames { columns[name] = try #require(plane.column(named: name))[1] }
        return columns
    }
}

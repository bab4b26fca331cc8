import Imaging
import Measurement
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Names that no group may have")
struct ReservedColumnsTests {
    @Test("are those of all columns that the tables have without groups", arguments: [false, true], [1, 2])
    func columns(isVolume: Bool, channels: Int) throws {
        var content = TableContent(groups: Set(MeasurementGroup.allCases), channelCount: channels, isVolume: isVolume)
        content.pixelSize = PixelSize(x: 1, y: 1, z: 2, unit: "µm")
        (content.image, content.hasClasses, content.hasPixelClasses) = ("x", true, true)
        let missing = content.columnNames.filter { !ImageGroups.isReserved($0) }
        #expect(missing == [])
        #expect(content.columnNames.count > 25)
        let folder = try TemporaryFolder()
        try MeasuredImage(image: "a.tif", values: []).commit(below: folder)
        _ = try folder.tables().update(.everything)
        let tables = try #require(ReadTables(folder))
        #expect(tables.images.columns.filter { !ImageGroups.isReserved($0) } == [])
        #expect(["plate", "well", "site", "channel", "timepoint", "slice"].allSatisfy { !ImageGroups.isReserved($0) })
    }

    @Test("a group class_name of an earlier configuration stands in the place of the column of that name")
    func className() {
        var content = TableContent(channelCount: 1)
        (content.classNames, content.classOfObjects) = (["background", "nuclei"], 2)
        #expect(content.columnNames.last == "class_name")
        content.fixedColumns = [FixedColumn(name: "class_name", text: "9b")]
        #expect(content.columnNames.count { $0 == "class_name" } == 1 && !ImageGroups.isReserved("class_name"))
        var table = ObjectTable(content)
        table.append(
            PlaneMeasurement(
                content,
                frame: 0,
                slice: 0,
                labels: LabelImage(size: ImageSize(width: 2, height: 1), labels: [0, 1], count: 1),
                channels: [.uint8([1, 2])]
            )
        )
        #expect(String(decoding: table.csv, as: UTF8.self).hasSuffix(",9b\n"))
    }

    @Test("fixed columns stand behind the others in each row, quoted where they need it, and never twice")
    func fixed() {
        var content = TableContent(channelCount: 1)
        (content.image, content.position) = ("x", "3")
        content.fixedColumns = [
            FixedColumn(name: "well", text: "A1"), FixedColumn(name: "area", text: "no"),
            FixedColumn(name: "note, \"µ\"", text: "a \"b\", c"), FixedColumn(name: "well", text: "B2"),
        ]
        #expect(Array(content.columnNames.suffix(4)) == ["image", "position", "well", "note, \"µ\""])
        var table = ObjectTable(content)
        table.append(
            PlaneMeasurement(
                content,
                frame: 0,
                slice: 0,
                labels: LabelImage(size: ImageSize(width: 2, height: 1), labels: [0, 1], count: 1),
                channels: [.uint8([1, 2])]
            )
        )
        let lines = String(decoding: table.csv, as: UTF8.self).split(separator: "\n")
        #expect(lines[0].hasSuffix(",image,position,well,\"note, \"\"µ\"\"\""))
        #expect(lines.count == 2 && lines[1].hasSuffix(",x,3,A1,\"a \"\"b\"\", c\""))
    }
}

import Imaging
import TIFFFiles
import Testing

@Suite("Where and when an OME image was recorded")
struct AcquisitionTests {
    /// What a description with these elements in its image and pixels tells.
    private func acquisition(image: String = "", pixels: String, frames: Int = 2) throws -> Acquisition? {
        let text = """
            <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0">\(image)
            <Pixels SizeX="4" SizeY="3" SizeC="2" SizeZ="2" SizeT="\(frames)" Type="uint8" DimensionOrder="XYZCT">
            <TiffData/>\(pixels)</Pixels></Image></OME>
            """
        return try OMEDescription(text)?.images.first?.acquisition
    }

    @Test("times are those of the first plane of each frame, in seconds")
    func times() throws {
        let planes = """
            <Plane TheT="1" TheZ="0" TheC="0" DeltaT="2500" DeltaTUnit="ms"/><Plane TheT="0" TheZ="1" TheC="0" DeltaT="9"/>
            <Plane TheT="0" TheZ="0" TheC="1" DeltaT="8"/><Plane TheT="0" TheZ="0" TheC="0" DeltaT="0.25"/>
            """
        #expect(try acquisition(pixels: planes)?.frameTimes == [0.25, 2.5])
        // A frame without a time, a unit that is none, and more frames than planes.
        #expect(try acquisition(pixels: planes.replacing("TheT=\"1\"", with: "TheT=\"0\"")) == nil)
        #expect(try acquisition(pixels: planes.replacing("\"ms\"", with: "\"pixel\"")) == nil)
        #expect(try acquisition(pixels: planes, frames: 1_000_000_000) == nil)
    }

    @Test(
        "the stage's place is that of the first plane, in one unit, else that of the label",
        arguments: [
            ("PositionX=\"1\" PositionY=\"2\" PositionZ=\"3\"", .init(x: 1, y: 2, z: 3, unit: "reference frame")),
            ("PositionX=\"-1e3\" PositionXUnit=\"um\"", .init(x: -1_000, y: nil, z: nil, unit: "µm")),
            (
                "PositionX=\"1\" PositionXUnit=\"mm\" PositionY=\"5\" PositionYUnit=\"µm\"",
                .init(x: 1, y: 0.005, z: nil, unit: "mm")
            ),
            ("PositionX=\"1\" PositionY=\"2\" PositionYUnit=\"parrot\"", .init(x: 7, y: nil, z: nil, unit: "nm")),
            ("PositionX=\"left\"", .init(x: 7, y: nil, z: nil, unit: "nm")),
        ] as [(String, StagePosition)]
    )
    func stage(attributes: String, place: StagePosition) throws {
        let plane =
            "<Plane TheT=\"1\" TheZ=\"0\" TheC=\"0\" PositionX=\"9\"/><Plane TheT=\"0\" TheZ=\"0\" TheC=\"0\" \(attributes)/>"
        let label = "<StageLabel Name=\"A1\" X=\"7\" XUnit=\"nm\"/>"
        #expect(try acquisition(image: label, pixels: plane)?.stage == place)
    }

    @Test("a date is taken as it is written, and only a date")
    func dates() throws {
        func date(_ text: String) throws -> String? {
            try acquisition(image: "<AcquisitionDate>\(text)</AcquisitionDate>", pixels: "")?.date
        }
        #expect(try date("2026-11-21T09:30:00.5+01:00") == "2026-11-21T09:30:00.5+01:00")
        #expect(try date("21.11.2026") == nil && date("yesterday at half past nine") == nil)
    }
}

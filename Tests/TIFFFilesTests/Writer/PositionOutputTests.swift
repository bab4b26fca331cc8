import Foundation
import Imaging
import TIFFFiles
import Testing

/// What tifffile finds in a written file of several positions.
private struct Reading: Decodable {
    var names: [String]
    var axes: [String]
    var shapes: [[Int]]
    /// The first pixel of each page, by series.
    var firsts: [[Int]]
    var frames: String?
    var images: String
    var info: String
    var labels: [String]?
}

private let script = """
    import sys, json, tifffile
    readings = []
    for path in sys.argv[1:]:
        with tifffile.TiffFile(path) as file:
            ij = file.imagej_metadata
            readings.append({
                'names': [series.name for series in file.series], 'axes': [series.axes for series in file.series],
                'shapes': [list(series.shape) for series in file.series],
                'firsts': [[int(v) for v in series.asarray()[..., 0, 0].ravel()] for series in file.series],
                'frames': str(ij['frames']) if 'frames' in ij else None, 'images': str(ij['images']),
                'info': ij['Info'], 'labels': ij.get('Labels'),
            })
    print(json.dumps(readings))
    """

@Suite("Written images of several positions")
struct PositionOutputTests {
    private func layout(
        _ description: ImageLayout.Description,
        names: [String]?,
        frames: Int = 2,
        slices: Int = 3,
        channels: Int = 1
    ) -> ImageLayout {
        var layout = ImageLayout(
            shape: ImageShape(
                positions: 2,
                frames: frames,
                slices: slices,
                channels: channels,
                size: ImageSize(width: 5, height: 4)
            ),
            pixelType: .uint16,
            description: description
        )
        layout.positionNames = names
        return layout
    }

    private func reading(_ layout: ImageLayout, labels: [String] = []) throws -> Reading {
        try Tools.withFolder { folder in
            let path = folder + "/x.tif"
            let file = try OpenFile(path, creating: true)
            let writer = try TIFFWriter(
                fileDescriptor: file.descriptor,
                name: "x.tif",
                layout: layout,
                provenance: "by us"
            )
            writer.presentation.channelLabels = labels
            for plane in 0..<layout.shape.planeCount {
                try writer.append(.uint16([UInt16](repeating: UInt16(plane), count: 20)))
            }
            try writer.finish()
            return try JSONDecoder().decode([Reading].self, from: Data(Tools.python(script, [path]).utf8))[0]
        }
    }

    @Test("are frames for ImageJ, whose labels and text say which")
    func imageJ() throws {
        let found = try reading(layout(.imageJ, names: ["A1-Site_0", "Zählung & \"B\""]))
        #expect(found.axes == ["TZYX"] && found.shapes == [[4, 3, 4, 5]] && found.firsts == [Array(0..<12)])
        #expect(found.frames == "4" && found.images == "12")
        let labels = ["A1-Site_0", "Zählung & \"B\""].flatMap { name in
            (1...2).flatMap { frame in (1...3).map { "\(name) t:\(frame)/2 z:\($0)/3" } }
        }
        #expect(found.labels == labels)
        #expect(
            found.info == "by us\nframes 1 to 2: position 1 (A1-Site_0)\nframes 3 to 4: position 2 (Zählung & \"B\")\n"
        )
    }

    @Test("without names are called by their numbers, in front of what the channels are called")
    func numbers() throws {
        for names in [nil, ["same", "same"], ["one"], ["", "b"]] {
            let layout = layout(.plain, names: names, frames: 1, slices: 1, channels: 2)
            let found = try reading(layout, labels: ["class 1", "class 2"])
            #expect(found.labels == ["1 class 1", "1 class 2", "2 class 1", "2 class 2"])
            #expect(found.axes == ["TCYX"] && found.shapes == [[2, 2, 4, 5]])
            #expect(found.info == "by us\nframe 1: position 1\nframe 2: position 2\n")
        }
    }

    @Test("are images of their own for OME, which have their names and pages")
    func ome() throws {
        let names = ["A1-Site_0", "Zählung <&> \"B\""]
        let found = try reading(layout(.ome, names: names))
        #expect(found.names == names && found.axes == ["TZYX", "TZYX"])
        #expect(found.shapes == [[2, 3, 4, 5], [2, 3, 4, 5]])
        #expect(found.firsts == [Array(0..<6), Array(6..<12)])
        // ImageJ opens the same file by the other description.
        #expect(found.frames == "4" && found.images == "12")
        let numbered = try reading(layout(.ome, names: nil, slices: 1, channels: 2))
        #expect(numbered.names == ["Position 1", "Position 2"])
        #expect(numbered.axes == ["TCYX", "TCYX"] && numbered.firsts == [Array(0..<4), Array(4..<8)])
    }
}

import Foundation
import Imaging
import TIFFFiles
import Testing

/// Reads descriptions as the strictest reader does: bytes are UTF-8, numbered characters are destroyed (Bio-Formats),
/// the rest must be well-formed, in OME's namespace and with OME's own names of units.
private let script = """
    import sys, json, xml.etree.ElementTree as tree
    units = 'Ym Zm Em Pm Tm Gm Mm km hm dam m dm cm mm µm nm pm fm am zm ym Å thou li in ft yd mi pixel'.split()
    found = []
    for path in sys.argv[1:]:
        data = open(path, 'rb').read()
        start = data.index(b'<?xml')
        text = data[start:data.index(b'\\0', start)].decode('utf-8', 'strict').replace('&#', '  ')
        root = tree.fromstring(text.encode('utf-8'))
        space = '{http://www.openmicroscopy.org/Schemas/OME/2016-06}'
        assert root.tag == space + 'OME'
        pixels = root.find(space + 'Image').find(space + 'Pixels').attrib
        assert all(value in units for name, value in pixels.items() if name.startswith('PhysicalSize') and 'Unit' in name)
        about = root.find(space + 'Image').find(space + 'Description').text
        found.append([pixels.get('PhysicalSizeX', ''), pixels.get('PhysicalSizeXUnit', ''),
                      pixels.get('PhysicalSizeZUnit', ''), about])
    print(json.dumps(found, ensure_ascii=True))
    """

@Suite("OME outputs")
struct OMEOutputTests {
    @Test(
        "are OME for a reader that knows no numbered characters",
        arguments: [
            ("µm", "µm"), ("μm", "µm"), ("micron", "µm"), ("um", "µm"), ("nm", "nm"), ("Å", "Å"), ("inch", "in"),
            ("mm", "mm"), ("spans", ""),
        ]
    )
    func strict(unit: String, written: String) throws {
        try Tools.withFolder { folder in
            let path = folder + "/x_labels.tif"
            let layout = ImageLayout(
                shape: ImageShape(slices: 2, size: ImageSize(width: 3, height: 2)),
                pixelType: .uint16,
                pixelSize: PixelSize(x: 0.325, y: 0.325, z: 1.5, unit: unit),
                description: .ome
            )
            let file = try OpenFile(path, creating: true)
            let about = "Zählung <µ> & \"Ωμέγα\" 細胞 &#181;"
            let writer = try TIFFWriter(
                fileDescriptor: file.descriptor,
                name: "x_labels.tif",
                layout: layout,
                provenance: about + "\u{1}\u{7F}\u{85}\u{FFFE}"
            )
            for _ in 0..<2 { try writer.append(.uint16([1, 2, 3, 4, 5, 6])) }
            try writer.finish()
            let found = try JSONDecoder().decode([[String]].self, from: Data(Tools.python(script, [path]).utf8))
            let isKnown = !written.isEmpty
            #expect(found == [[isKnown ? "0.325" : "", written, written, about + "    "]])
        }
    }
}

import Imaging
import TIFFFiles
import Testing

@Suite("Planes that are read in parts")
struct PlaneRowsTests {
    /// Layouts that tifffile writes of the array `a`, (2, 45, 37) planes of `dtype`.
    private static let layouts = [
        "", "rowsperstrip=7", "rowsperstrip=7, compression='zlib'", "tile=(16, 32)",
        "tile=(16, 32), compression='zlib'",
        "rowsperstrip=1", "byteorder='>', rowsperstrip=7",
        "byteorder='>', compression='zlib'", "byteorder='>', tile=(32, 16)", "bigtiff=True",
        "imagej=True, metadata={'axes': 'ZYX'}", "imagej=True, metadata={'axes': 'CYX'}",
    ]

    @Test("are those that are read at once", arguments: layouts, ["uint8", "uint16", "float32"])
    func parts(layout: String, dtype: String) throws {
        try Tools.withFolder { folder in
            let path = folder + "/a.tif"
            let script = """
                import numpy, tifffile
                a = numpy.random.default_rng(3).integers(0, 250, (2, 45, 37)).astype('\(dtype)')
                tifffile.imwrite('\(path)', a, \(layout.isEmpty ? "photometric='minisblack'" : layout))
                """
            _ = try Tools.python(script)
            try compare(path)
        }
    }

    @Test(
        "hold all samples of a pixel, together and apart, and those of few bits",
        arguments: [
            "(45, 37, 3)).astype('uint8'), photometric='rgb', rowsperstrip=7",
            "(45, 37, 3)).astype('uint16'), photometric='rgb', tile=(16, 16), compression='zlib'",
            "(3, 45, 37)).astype('uint8'), photometric='rgb', planarconfig='separate', rowsperstrip=7",
            "(3, 45, 37)).astype('uint16'), photometric='rgb', planarconfig='separate', tile=(16, 16), byteorder='>'",
            "(45, 37)).astype('int16'), byteorder='>', rowsperstrip=7", "(45, 37)).astype('float16')",
            "(45, 37)).astype('uint16'), compression='zlib', predictor=True, rowsperstrip=10",
            "(45, 37)).astype('uint8') > 120", "(45, 37)).astype('int8'), compression='zlib'",
        ]
    )
    func samples(expression: String) throws {
        try Tools.withFolder { folder in
            let path = folder + "/a.tif"
            let array = "numpy.random.default_rng(3).integers(0, 127, \(expression)"
            _ = try Tools.python("import numpy, tifffile; tifffile.imwrite('\(path)', \(array))")
            try compare(path)
        }
    }

    @Test("are found behind a single directory")
    func contiguous() throws {
        try Tools.withFolder { folder in
            let path = folder + "/a.tif"
            let script = """
                import numpy, tifffile
                a = numpy.random.default_rng(3).integers(0, 60000, (5, 45, 37)).astype('>u2')
                with open('\(path)', 'wb') as file:
                    with tifffile.TiffWriter(file, byteorder='>') as out:
                        text = 'ImageJ=1.54f\\nimages=5\\nslices=5\\n'
                        out.write(a[0], description=text, metadata=None)
                    file.write(a[1:].tobytes())
                """
            _ = try Tools.python(script)
            try compare(path, planes: 5)
        }
    }

    /// Compares parts of every size with whole planes.
    private func compare(_ path: String, planes: Int? = nil) throws {
        let whole = try WholeImage(path)
        if let planes { #expect(whole.planes.count == planes) }
        let file = try OpenFile(path)
        let reader = try TIFFReader(fileDescriptor: file.descriptor, name: "a.tif")
        let shape = reader.layout.shape
        var place = 0
        for frame in 0..<shape.frames {
            for slice in 0..<shape.slices {
                let rows = try reader.rows(frame: frame, slice: slice)
                for height in [1, 4, 16, 45] {
                    var joined = try rows.read(0..<height)
                    for top in stride(from: height, to: shape.size.height, by: height) {
                        let part = try rows.read(top..<min(top + height, shape.size.height))
                        for channel in joined.indices { joined[channel].append(part[channel]) }
                    }
                    let isSame = joined == Array(whole.planes[place..<place + shape.channels])
                    #expect(isSame, "\(height) rows")
                }
                place += shape.channels
            }
        }
        #expect(place == whole.planes.count)
    }
}

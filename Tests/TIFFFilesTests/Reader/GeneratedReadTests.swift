import Foundation
import Imaging
import TIFFFiles
import Testing

/// Files written by tifffile, with what it would read from each: axes of our layout, type, digest of the pixels.
private let script = """
    import sys, json, hashlib, numpy, tifffile
    folder = sys.argv[1]
    random = numpy.random.RandomState(7)
    cases = []
    def case(name, shape, dtype, axes, pixelsize=None, **options):
        if dtype == 'float32': data = random.rand(*shape).astype(dtype) * 100 - 50
        else: data = random.randint(0, numpy.iinfo(dtype).max, shape).astype(dtype)
        path = folder + '/' + name
        tifffile.imwrite(path, data, **options)
        cases.append({'file': name, 'axes': axes, 'shape': shape, 'dtype': dtype, 'pixelSize': pixelsize,
                      'digest': hashlib.sha256(data.tobytes()).hexdigest()})
    micron = {'resolution': (1 / 0.325, 1 / 0.65), 'metadata': {'unit': 'micron', 'spacing': 1.5}}
    for order in '<>':
        for big in (False, True):
            for dtype in ('uint8', 'uint16', 'uint32', 'float32'):
                tag = {'<': 'le', '>': 'be'}[order] + ('_big_' if big else '_') + dtype
                case('strips_' + tag + '.tif', (37, 53), dtype, 'YX', byteorder=order, bigtiff=big, rowsperstrip=8)
                case('tiles_' + tag + '.tif', (37, 53), dtype, 'YX', byteorder=order, bigtiff=big, tile=(16, 32))
                case('deflate_' + tag + '.tif', (37, 53), dtype, 'YX', byteorder=order, bigtiff=big,
                     compression='zlib', rowsperstrip=10)
                if dtype != 'float32':
                    case('predictor_' + tag + '.tif', (37, 53), dtype, 'YX', byteorder=order, bigtiff=big,
                         compression='zlib', predictor=True, rowsperstrip=10)
    case('rgb.tif', (20, 30, 3), 'uint8', 'YXC', photometric='rgb')
    case('rgb_planar_tiles.tif', (3, 40, 30), 'uint16', 'CYX', photometric='rgb', planarconfig='separate', tile=(16, 16))
    case('samples.tif', (20, 30, 5), 'uint16', 'YXC', photometric='minisblack', planarconfig='contig')
    for axes, shape in (('ZYX', (4, 20, 30)), ('TYX', (4, 20, 30)), ('CYX', (2, 20, 30)), ('ZCYX', (4, 2, 20, 30)),
                        ('TZCYX', (3, 4, 2, 20, 30)), ('TCYX', (3, 2, 20, 30)), ('TZYX', (3, 4, 20, 30))):
        for dtype in ('uint8', 'uint16', 'float32'):
            options = dict(micron, metadata=dict(micron['metadata'], axes=axes))
            case(f'imagej_{axes}_{dtype}.tif', shape, dtype, axes, [0.325, 0.65, 1.5], imagej=True, **options)
    for axes, shape in (('YX', (20, 30)), ('ZYX', (4, 20, 30)), ('CZYX', (2, 4, 20, 30)), ('TZCYX', (3, 4, 2, 20, 30)),
                        ('CTZYX', (2, 3, 4, 20, 30)), ('ZTCYX', (4, 3, 2, 20, 30))):
        case(f'{axes}.ome.tif', shape, 'uint16', axes, [0.325, 0.65, 1.5], metadata={'axes': axes, 'PhysicalSizeX': 0.325,
             'PhysicalSizeY': 0.65, 'PhysicalSizeZ': 1.5})
    case('shaped_q.tif', (3, 2, 20, 30), 'uint16', 'TYX')
    case('shaped_named.tif', (3, 2, 20, 30), 'uint16', 'ZCYX', metadata={'axes': 'ZCYX'})
    case('pages.tif', (5, 20, 30), 'uint16', 'TYX', metadata=None)
    print(json.dumps(cases))
    """

private struct Case: Decodable {
    var file: String
    var axes: String
    var shape: [Int]
    var dtype: String
    var pixelSize: [Double]?
    var digest: String
}

@Suite("TIFFs written by tifffile")
struct GeneratedReadTests {
    @Test("are read with the same axes, type, pixel size and pixels")
    func equal() throws {
        try Tools.withFolder { folder in
            let cases = try JSONDecoder().decode([Case].self, from: Data(Tools.python(script, [folder]).utf8))
            #expect(cases.count > 90)
            try Tools.withFolder { dumps in
                for expected in cases {
                    let image = try WholeImage(folder + "/" + expected.file)
                    let axes = "TZC".filter { expected.axes.contains($0) } + "YX"
                    #expect(image.layout.axes == axes, "\(expected.file)")
                    #expect(image.layout.pixelType.rawValue == expected.dtype, "\(expected.file)")
                    if let size = expected.pixelSize {
                        let found = image.layout.pixelSize
                        #expect(abs((found?.x ?? 0) - size[0]) < 1e-6, "\(expected.file)")
                        #expect(abs((found?.y ?? 0) - size[1]) < 1e-6, "\(expected.file)")
                        #expect(found?.z == size[2], "\(expected.file)")
                        #expect(["micron", "µm"].contains(found?.unit), "\(expected.file)")
                    }
                    let order = expected.axes.replacingOccurrences(of: "YXC", with: "YXS")
                    let bytes = image.bytes(axes: order, dtype: expected.dtype)
                    try Data(bytes).write(to: URL(fileURLWithPath: dumps + "/" + expected.file))
                }
                let digests = try Tools.digests(ofFilesIn: dumps)
                for expected in cases { #expect(digests[expected.file] == expected.digest, "\(expected.file)") }
            }
        }
    }

    @Test("with opacity: it is no channel, unless asked for")
    func alpha() throws {
        try Tools.withFolder { folder in
            _ = try Tools.python(
                """
                import sys, numpy, tifffile
                data = numpy.arange(20 * 30 * 4, dtype='uint8').reshape(20, 30, 4)
                tifffile.imwrite(sys.argv[1] + '/rgba.tif', data, photometric='rgb', extrasamples=['unassalpha'])
                tifffile.imwrite(sys.argv[1] + '/grey.tif', data[..., :2], photometric='minisblack',
                                 planarconfig='contig', extrasamples=['assocalpha'])
                """,
                [folder]
            )
            let colours = try WholeImage(folder + "/rgba.tif")
            #expect(colours.layout.shape.channels == 3)
            #expect(colours.warnings.count == 1)
            guard case .uint8(let blue) = colours.planes[2] else { throw ToolError(program: "uint8", status: 0) }
            #expect(blue.prefix(3) == [2, 6, 10])
            #expect(try WholeImage(folder + "/rgba.tif", alpha: .asChannel).layout.shape.channels == 4)
            let grey = try WholeImage(folder + "/grey.tif")
            #expect(grey.layout.axes == "YX")
            guard case .uint8(let values) = grey.planes[0] else { throw ToolError(program: "uint8", status: 0) }
            #expect(values.prefix(3) == [0, 4, 8])
        }
    }

    @Test("behind one directory, as ImageJ stores large stacks, and cut off there")
    func contiguous() throws {
        try Tools.withFolder { folder in
            _ = try Tools.python(
                """
                import sys, numpy, tifffile
                data = numpy.arange(6 * 20 * 30, dtype='uint16').reshape(3, 2, 20, 30)
                for order in '<>':
                    text = 'ImageJ=1.54f\\nimages=6\\nchannels=2\\nframes=3\\nhyperstack=true\\nunit=\\\\u00B5m\\nfinterval=2.5\\n'
                    name = sys.argv[1] + '/stack' + {'<': 'le', '>': 'be'}[order] + '.tif'
                    tifffile.imwrite(name, data[0, 0], byteorder=order, description=text, metadata=None,
                                     resolution=(4, 4), rowsperstrip=7)
                    with open(name, 'ab') as file: file.write(data.astype(order + 'u2').tobytes()[1200:])
                    with open(name, 'rb') as file: whole = file.read()
                    with open(name + '.cut.tif', 'wb') as file: file.write(whole[:-1])
                """,
                [folder]
            )
            for order in ["le", "be"] {
                let image = try WholeImage(folder + "/stack\(order).tif")
                #expect(image.layout.axes == "TCYX")
                #expect(image.layout.extents == [3, 2, 20, 30])
                #expect(image.layout.pixelSize == PixelSize(x: 0.25, y: 0.25, unit: "µm"))
                #expect(image.layout.frameInterval == 2.5)
                for (index, plane) in image.planes.enumerated() {
                    #expect(plane == .uint16((0..<600).map { UInt16(index * 600 + $0) }), "\(order) \(index)")
                }
                let error = #expect(throws: TIFFError.self) { try WholeImage(folder + "/stack\(order).tif.cut.tif") }
                #expect(error?.kind == "truncated_data")
            }
        }
    }

    @Test("damage inside a deflate strip is noticed, with and without a predictor")
    func deflateDamage() throws {
        try Tools.withFolder { folder in
            let places = try Tools.python(
                """
                import sys, numpy, tifffile
                data = numpy.random.RandomState(1).randint(0, 4000, (64, 64)).astype('uint16')
                for name, predictor in (('none', None), ('predictor', True)):
                    path = sys.argv[1] + '/' + name + '.tif'
                    tifffile.imwrite(path, data, compression='zlib', predictor=predictor)
                    with tifffile.TiffFile(path) as file:
                        page = file.pages[0]
                        print(name, page.dataoffsets[0], page.databytecounts[0])
                """,
                [folder]
            )
            for line in places.split(separator: "\n") {
                let fields = line.split(separator: " ")
                let path = folder + "/\(fields[0]).tif"
                let whole = try Data(contentsOf: URL(fileURLWithPath: path))
                let start = Int(fields[1]) ?? 0
                let count = Int(fields[2]) ?? 0
                for place in stride(from: start + 2, to: start + count, by: count / 40) {
                    var damaged = whole
                    damaged[place] ^= 0x10
                    try damaged.write(to: URL(fileURLWithPath: path + ".damaged.tif"))
                    let error = #expect(throws: TIFFError.self) { try WholeImage(path + ".damaged.tif") }
                    #expect(error?.kind == "corrupt_data", "\(line) at \(place)")
                }
            }
        }
    }
}

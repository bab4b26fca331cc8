import Foundation
import Imaging
import TIFFFiles
import Testing

/// Files of every type that tifffile and NumPy know, with what NumPy makes of each value as a 32-bit float.
private let script = """
    import sys, json, hashlib, numpy, tifffile
    folder = sys.argv[1]
    random = numpy.random.RandomState(11)
    numpy.seterr(all='ignore')
    cases = []
    def case(name, data, stored, given, axes):
        floats = data.astype('float32')
        if data.dtype.kind == 'f':
            rounded = bool(((floats.astype('float64') != data.astype('float64')) & ~numpy.isnan(data)).any())
        else:
            rounded = any(int(value) != int(float) for value, float in zip(data.ravel(), floats.ravel()))
        cases.append({'file': name, 'axes': axes, 'stored': stored, 'given': given, 'rounded': rounded,
                      'digest': hashlib.sha256(data.astype(given).tobytes()).hexdigest()})
    def values(dtype, shape, exact):
        dtype = numpy.dtype(dtype)
        if exact: return random.randint(0, 100, shape).astype(dtype)
        count = numpy.prod(shape)
        if dtype.kind == 'f':
            data = (random.rand(count) * 1000 - 500).astype(dtype)
            data[:7] = [0.0, -0.0, numpy.inf, -numpy.inf, numpy.nan, 1e-45, 65504]
            if dtype.itemsize == 8: data[7:10] = [1e300, -1e300, 1 + 2.0 ** -24]
        else:
            limits = numpy.iinfo(dtype)
            data = numpy.frombuffer(random.bytes(count * dtype.itemsize), dtype).copy()
            # Halfway between two floats, and just beyond; the ends of the range.
            edges = [limits.min, limits.max, 2 ** 24 + 1, 2 ** 24 + 3, 2 ** 30 + 2 ** 6, 2 ** 30 + 2 ** 6 + 1,
                     2 ** 60 + 2 ** 36, 2 ** 60 + 2 ** 36 + 1, 2 ** 60 + 1, 2 ** 63 - 2 ** 38]
            edges = [value for value in edges if value <= limits.max]
            data[:len(edges)] = edges
        return data.reshape(shape)
    given = {name: name for name in ('uint8', 'uint16', 'uint32', 'float32')}
    for dtype in ('int8', 'int16', 'int32', 'int64', 'uint64', 'float16', 'float64', *given):
        for order in '<>':
            for exact in (False, True):
                tag = f"{dtype}_{ {'<': 'le', '>': 'be'}[order] }{'_exact' if exact else ''}"
                def write(kind, shape, axes, **options):
                    data = values(dtype, shape, exact)
                    name = f'{kind}_{tag}.tif'
                    tifffile.imwrite(folder + '/' + name, data, byteorder=order, **options)
                    case(name, data, dtype if dtype not in given else None, given.get(dtype, 'float32'), axes)
                write('strips', (37, 53), 'YX', rowsperstrip=8)
                if exact and dtype != 'float64': continue
                write('tiles', (37, 53), 'YX', tile=(16, 32))
                write('deflate', (37, 53), 'YX', compression='zlib', rowsperstrip=10)
                write('deflate_tiles', (37, 53), 'YX', compression='zlib', tile=(16, 32))
                if numpy.dtype(dtype).kind != 'f' and numpy.dtype(dtype).itemsize < 8:
                    write('predictor', (37, 53), 'YX', compression='zlib', predictor=True, rowsperstrip=10)
                grey = dict(photometric='minisblack')
                write('contig', (20, 30, 3), 'YXS', planarconfig='contig', **grey)
                write('contig_deflate', (20, 30, 3), 'YXS', planarconfig='contig', compression='zlib', **grey)
                write('planar', (3, 20, 30), 'CYX', planarconfig='separate', **grey)
                write('planar_tiles', (3, 40, 30), 'CYX', planarconfig='separate', tile=(16, 16), **grey)
                # One directory for all planes.
                write('stack', (5, 20, 30), 'QYX', truncate=True)
                write('stack_contig', (5, 20, 30, 3), 'QYXS', truncate=True, planarconfig='contig', **grey)
                write('stack_planar', (5, 3, 20, 30), 'QCYX', truncate=True, planarconfig='separate', **grey)
    # Rows of whole bytes, whose tags then say that they are pixels of other sizes.
    for bits in (*range(1, 8), *range(9, 16), *range(17, 32)):
        dtype = 'uint8' if bits < 8 else 'uint16' if bits < 16 else 'uint32'
        for order in '<>':
            for kind, options in {'strips': dict(rowsperstrip=10), 'deflate': dict(compression='zlib', rowsperstrip=10),
                                  'tiles': dict(tile=(16, 16 * bits))}.items():
                width = 256 if kind == 'tiles' else 53
                data = random.randint(0, 2 ** bits, (37, width)).astype(dtype)
                digits = data[..., None].astype('uint64') >> numpy.arange(bits - 1, -1, -1).astype('uint64') & 1
                rows = numpy.packbits(digits.reshape(37, -1).astype('uint8'), axis=1)
                name = f"packed{bits}_{kind}_{ {'<': 'le', '>': 'be'}[order] }.tif"
                tifffile.imwrite(folder + '/' + name, rows, byteorder=order, metadata=None, **options)
                with tifffile.TiffFile(folder + '/' + name, mode='r+b') as file:
                    tags = file.pages[0].tags
                    tags['ImageWidth'].overwrite(width)
                    tags['BitsPerSample'].overwrite(bits)
                    if kind == 'tiles': tags['TileWidth'].overwrite(128)
                case(name, data, f'uint{bits}', dtype, 'YX')
    # The bits of each byte in the other order; the tag for it takes the place of one that tifffile writes.
    reversed = numpy.packbits(numpy.unpackbits(numpy.arange(256, dtype='uint8')[:, None], axis=1)[:, ::-1], axis=1)[:, 0]
    for dtype in ('uint8', 'uint16', 'int16', 'float64'):
        for order in '<>':
            for kind, options in {'plain': {}, 'deflate': dict(compression='zlib')}.items():
                data = random.randint(0, 100, (37, 53)).astype(dtype)
                name = f"reversed_{kind}_{dtype}_{ {'<': 'le', '>': 'be'}[order] }.tif"
                tifffile.imwrite(folder + '/' + name, data, byteorder=order, rowsperstrip=10, metadata=None,
                                 extratags=[(263, 3, 1, 2)], **options)
                with tifffile.TiffFile(folder + '/' + name) as file:
                    page = file.pages[0]
                    strips, place = list(zip(page.dataoffsets, page.databytecounts)), page.tags[263].offset
                whole = numpy.fromfile(folder + '/' + name, 'uint8')
                whole[place:place + 2] = numpy.array([266], order + 'u2').view('uint8')
                for offset, count in strips: whole[offset:offset + count] = reversed[whole[offset:offset + count]]
                whole.tofile(folder + '/' + name)
                if not numpy.array_equal(tifffile.imread(folder + '/' + name), data): raise ValueError(name)
                case(name, data, dtype if dtype not in given else None, given.get(dtype, 'float32'), 'YX')
    print(json.dumps(cases))
    """

private struct Case: Decodable {
    var file: String
    var axes: String
    var stored: String?
    var given: String
    var rounded: Bool
    var digest: String
}

@Suite("Stored types")
struct StoredTypesTests {
    @Test("are given as they are, or as NumPy rounds them to 32-bit floats; rounding is told")
    func asNumPy() throws {
        try Tools.withFolder { folder in
            let cases = try JSONDecoder().decode([Case].self, from: Data(Tools.python(script, [folder]).utf8))
            #expect(cases.count > 400)
            try Tools.withFolder { dumps in
                for expected in cases {
                    let image = try WholeImage(folder + "/" + expected.file)
                    #expect(image.layout.pixelType.rawValue == expected.given, "\(expected.file)")
                    #expect(image.layout.storedType == expected.stored, "\(expected.file)")
                    #expect(image.lateWarnings.isEmpty != expected.rounded, "\(expected.file) \(image.lateWarnings)")
                    let bytes = image.bytes(axes: expected.axes, dtype: expected.given)
                    try Data(bytes).write(to: URL(fileURLWithPath: dumps + "/" + expected.file))
                }
                let digests = try Tools.digests(ofFilesIn: dumps)
                for expected in cases { #expect(digests[expected.file] == expected.digest, "\(expected.file)") }
            }
        }
    }

    @Test(
        "are refused on opening where libtiff cannot undo their predictor, and read where none was at work",
        arguments: [
            (12, 1, 2, "unsupported_compression"), (24, 1, 2, "unsupported_compression"),
            (16, 1, 3, "unsupported_compression"), (16, 1, 7, "unsupported_compression"), (16, 1, 2, "corrupt_data"),
            (32, 3, 3, "corrupt_data"), (24, 3, 3, "corrupt_data"),
        ]
    )
    func predictors(bits: Int, format: Int, predictor: Int, refusal: String) throws {
        func page(_ compression: Int) -> RawTIFF.Page {
            let tags = [(258, bits), (259, compression), (317, predictor), (339, format)]
            return RawTIFF.Page(
                fill: 1,
                tags: tags.map { RawTIFF.Tag(number: UInt16($0), type: 3, values: [$1]) },
                filler: 96
            )
        }
        // What is there is no stream, which is found out only when a page was not refused before.
        #expect(try RawTIFF(pages: [page(8)]).refusal() == refusal)
        #expect(try RawTIFF(pages: [page(1)]).refusal() == nil)
    }

    @Test("of 24-bit floats are exact", arguments: [true, false])
    func floats24(isBigEndian: Bool) throws {
        // Technical note 3 of Adobe Photoshop: s · 2^(e − 63) · 1.m; without an exponent, s · 2^-62 · 0.m.
        let values: [(bits: UInt32, value: Float)] = [
            (0x3f0000, 1), (0xbf0000, -1), (0x3f8000, 1.5), (0x400001, 2 + 0x1p-15), (0x000000, 0), (0x800000, -0.0),
            (0x010000, 0x1p-62), (0x000001, 0x1p-78), (0x80ffff, -0x1.fffep-63), (0x7effff, 0x1.ffffp63),
            (0x7f0000, .infinity), (0xff0000, -.infinity),
        ]
        let bytes = (values.map(\.bits) + [0x7f8000]).flatMap { bits -> [UInt8] in
            let bytes = (0..<3).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
            return isBigEndian ? bytes.reversed() : bytes
        }
        for compression in ["None", "'zlib'"] {
            let image = try Tools.withFolder { folder in
                _ = try Tools.python(
                    """
                    import sys, numpy, tifffile
                    path = sys.argv[1]
                    # Of signed bytes, for their file has a tag with the format.
                    rows = numpy.array(eval(sys.argv[2]), 'uint8')[None].view('int8')
                    tifffile.imwrite(path, rows, byteorder=sys.argv[3], metadata=None, compression=eval(sys.argv[4]))
                    with tifffile.TiffFile(path, mode='r+b') as file:
                        tags = file.pages[0].tags
                        tags['ImageWidth'].overwrite(rows.size // 3)
                        tags['BitsPerSample'].overwrite(24)
                        tags['SampleFormat'].overwrite(3)
                    """,
                    [folder + "/x.tif", "\(bytes)", isBigEndian ? ">" : "<", compression]
                )
                return try WholeImage(folder + "/x.tif")
            }
            guard case .float32(let pixels) = image.planes[0] else { throw ToolError(program: "float32", status: 0) }
            #expect(pixels.dropLast().map(\.bitPattern) == values.map(\.value.bitPattern))
            #expect(pixels.last?.isNaN == true)
            #expect(image.layout.storedType == "float24")
            #expect(image.lateWarnings.isEmpty)
        }
    }
}

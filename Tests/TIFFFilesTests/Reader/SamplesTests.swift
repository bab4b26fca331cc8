import Foundation
import Imaging
import TIFFFiles
import Testing

/// Files of several samples a pixel, palettes and inverted greys, with the numbers that tifffile gave to NumPy.
private let script = """
    import sys, json, hashlib, numpy, tifffile
    folder = sys.argv[1]
    random = numpy.random.RandomState(5)
    cases = []
    def case(name, shape, channels, dtype='uint16', **options):
        data = random.randint(0, 2 if dtype == 'bool' else numpy.iinfo(dtype).max, shape).astype(dtype)
        path = folder + '/' + name + '.tif'
        tifffile.imwrite(path, data, metadata=None, **options)
        stored = tifffile.imread(path)
        if options.get('planarconfig') != 'separate' and stored.ndim == 3: stored = numpy.moveaxis(stored, -1, 0)
        planes = stored.reshape((-1,) + stored.shape[-2:])
        kept = planes if channels is None else planes[channels]
        cases.append({'file': name + '.tif', 'channels': len(kept), 'all': len(planes), 'dtype': dtype,
                      'digest': hashlib.sha256(kept.tobytes()).hexdigest()})
    for planar, shape in (('contig', lambda n: (21, 30, n)), ('separate', lambda n: (n, 21, 30))):
        for alpha, kept in (('unspecified', [0, 1, 2, 3]), ('assocalpha', [0, 1, 2]), ('unassalpha', [0, 1, 2])):
            for dtype in ('uint8', 'uint16'):
                case(f'rgb_{planar}_{alpha}_{dtype}', shape(4), kept, dtype, photometric='rgb', planarconfig=planar,
                     extrasamples=[alpha])
            case(f'grey_{planar}_{alpha}', shape(2), [0] if alpha != 'unspecified' else [0, 1], photometric='minisblack',
                 planarconfig=planar, extrasamples=[alpha])
        case(f'one_of_several_{planar}', shape(6), [0, 1, 2, 3, 5], photometric='rgb', planarconfig=planar,
             extrasamples=['unspecified', 'unassalpha', 'unspecified'])
        case(f'grey_and_others_{planar}', shape(4), [0, 1, 3], photometric='minisblack', planarconfig=planar,
             extrasamples=['unspecified', 'assocalpha', 'unspecified'])
        case(f'two_alphas_{planar}', shape(5), [0, 1, 2], photometric='rgb', planarconfig=planar,
             extrasamples=['assocalpha', 'unassalpha'])
    case('tiles_planar', (2, 40, 30), [0], photometric='minisblack', planarconfig='separate', tile=(16, 16),
         extrasamples=['unassalpha'])
    case('tiles_contig_deflate', (40, 30, 4), [0, 1, 2], photometric='rgb', tile=(16, 16), compression='zlib',
         extrasamples=['unassalpha'])
    # Colours are not looked up, and nothing is inverted: a classifier sees what it was trained on.
    for dtype in ('uint8', 'uint16'):
        colours = random.randint(0, 65535, (3, 2 ** (8 * numpy.dtype(dtype).itemsize))).astype('uint16')
        case(f'palette_{dtype}', (21, 30), None, dtype, photometric='palette', colormap=colours)
        case(f'palette_deflate_{dtype}', (21, 30), None, dtype, photometric='palette', colormap=colours, compression='zlib')
        case(f'miniswhite_{dtype}', (21, 30), None, dtype, photometric='miniswhite')
    case('miniswhite_1_bit', (21, 30), None, 'bool', photometric='miniswhite')
    case('minisblack_1_bit', (21, 30), None, 'bool', photometric='minisblack')
    print(json.dumps(cases))
    """

private struct Case: Decodable {
    var file: String
    var channels: Int
    var all: Int
    var dtype: String
    var digest: String
}

@Suite("Samples of a pixel")
struct SamplesTests {
    @Test("are channels, but for opacity, which is left out by name; palettes and inverted greys stay as stored")
    func channels() throws {
        try Tools.withFolder { folder in
            let cases = try JSONDecoder().decode([Case].self, from: Data(Tools.python(script, [folder]).utf8))
            #expect(cases.count > 25)
            try Tools.withFolder { dumps in
                for expected in cases {
                    let image = try WholeImage(folder + "/" + expected.file)
                    #expect(image.layout.shape.channels == expected.channels, "\(expected.file)")
                    let left = expected.all > expected.channels ? ["its opacity (alpha) samples are left out"] : []
                    #expect(image.warnings == left, "\(expected.file)")
                    let all = try WholeImage(folder + "/" + expected.file, alpha: .asChannel)
                    #expect(all.layout.shape.channels == expected.all && all.warnings.isEmpty, "\(expected.file)")
                    #expect(image.planes.allSatisfy { all.planes.contains($0) }, "\(expected.file)")
                    let bytes = image.bytes(axes: expected.channels > 1 ? "CYX" : "YX", dtype: expected.dtype)
                    try Data(bytes).write(to: URL(fileURLWithPath: dumps + "/" + expected.file))
                }
                let digests = try Tools.digests(ofFilesIn: dumps)
                for expected in cases { #expect(digests[expected.file] == expected.digest, "\(expected.file)") }
            }
        }
    }
}

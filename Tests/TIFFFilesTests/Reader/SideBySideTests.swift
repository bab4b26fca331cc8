import Foundation
import Imaging
import TIFFFiles
import Testing

/// Pages of several megabytes, whose blocks are decoded in several parts, with the digests of their pixels.
private let script = """
    import sys, json, hashlib, numpy, tifffile
    folder = sys.argv[1]
    random = numpy.random.RandomState(13)
    cases = []
    def case(name, shape, dtype, axes, **options):
        data = random.randint(0, 200, shape).astype(dtype)
        # One value in the last block that is none of a 32-bit float.
        if dtype == 'float64': data[-1, -1] = 0.1
        tifffile.imwrite(folder + '/' + name, data, metadata=None, compression='zlib', **options)
        with tifffile.TiffFile(folder + '/' + name) as file:
            page = file.pages[0]
            blocks = [list(block) for block in zip(page.dataoffsets, page.databytecounts)]
        given = 'float32' if dtype == 'float64' else dtype
        cases.append({'file': name, 'axes': axes, 'dtype': given, 'blocks': blocks, 'rounded': dtype == 'float64',
                      'digest': hashlib.sha256(data.astype(given).tobytes()).hexdigest()})
    case('predictor.tif', (1100, 1500), 'uint16', 'YX', predictor=True, rowsperstrip=30)
    case('predictor_be.tif', (1100, 1500), 'uint16', 'YX', predictor=True, rowsperstrip=30, byteorder='>')
    case('tiles.tif', (1100, 1500), 'uint16', 'YX', predictor=True, tile=(128, 256))
    case('tiles_rgb.tif', (700, 900, 3), 'uint16', 'YXS', photometric='rgb', tile=(128, 256))
    case('tiles_planar.tif', (3, 700, 900), 'uint16', 'CYX', photometric='rgb', planarconfig='separate', tile=(128, 256))
    case('float64.tif', (700, 900), 'float64', 'YX', tile=(64, 64))
    print(json.dumps(cases))
    """

private struct Case: Decodable {
    var file: String
    var axes: String
    var dtype: String
    var digest: String
    var rounded: Bool
    var blocks: [[Int]]
}

@Suite("Blocks that are decoded side by side")
struct SideBySideTests {
    @Test("give the pixels of one after the other, and tell the first fault and any rounding")
    func equal() throws {
        try Tools.withFolder { folder in
            let cases = try JSONDecoder().decode([Case].self, from: Data(Tools.python(script, [folder]).utf8))
            #expect(cases.count == 6)
            for expected in cases {
                let path = folder + "/" + expected.file
                let image = try WholeImage(path)
                #expect(image.lateWarnings.isEmpty != expected.rounded, "\(expected.file)")
                let dump = path + ".raw"
                try Data(image.bytes(axes: expected.axes, dtype: expected.dtype)).write(to: URL(fileURLWithPath: dump))
                #expect(try Tools.digest(ofFile: dump) == expected.digest, "\(expected.file)")

                var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                for number in [3, expected.blocks.count / 2, expected.blocks.count - 1] {
                    bytes[expected.blocks[number][0] + expected.blocks[number][1] / 2] ^= 0x10
                }
                try bytes.write(to: URL(fileURLWithPath: path))
                let error = #expect(throws: TIFFError.self) { try WholeImage(path) }
                #expect(error?.kind == "corrupt_data")
                #expect(error?.description.contains("strip or tile 4: ") == true, "\(String(describing: error))")
            }
        }
    }
}

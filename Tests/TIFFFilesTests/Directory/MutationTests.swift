import Foundation
import Imaging
import TIFFFiles
import Testing

@Suite("Damaged TIFFs")
struct MutationTests {
    /// A small generator with a fixed start, so that a failure can be repeated.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) ^ (state << 31)
        }
    }

    private static let script = """
        import sys, numpy, tifffile
        data = numpy.random.RandomState(3).randint(0, 900, (3, 24, 40)).astype('uint16')
        folder = sys.argv[1]
        tifffile.imwrite(folder + '/ij.tif', data, imagej=True, metadata={'axes': 'ZYX'}, byteorder='>')
        tifffile.imwrite(folder + '/ome.ome.tif', data, metadata={'axes': 'ZYX'}, compression='zlib')
        tifffile.imwrite(folder + '/tiles.tif', data, tile=(16, 16), bigtiff=True, compression='zlib', predictor=True)
        tifffile.imwrite(folder + '/rgb.tif', data.reshape(24, 40, 3).astype('uint8'), photometric='rgb', rowsperstrip=5)
        """

    @Test("are read or refused, and never end the process", arguments: ["ij", "ome.ome", "tiles", "rgb"])
    func mutants(name: String) throws {
        try Tools.withFolder { folder in
            _ = try Tools.python(Self.script, [folder])
            try mutate(folder + "/\(name).tif", folder, name: name, times: 1200)
        }
    }

    @Test(
        "of acquisition systems are read or refused in the same way",
        arguments: [
            "lsm_series.lsm", "lsm_lzw.lsm", "stk_z.stk", "fluoview.tif", "sis.tif", "scanimage_stack.tif",
            "mm_positions_MMStack.tif", "ndtiff/stack_NDTiffStack.tif", "perkin.qptiff", "aperio.svs",
            "shaped_regions.tif",
        ]
    )
    func mutantsOfSystems(name: String) throws {
        try Tools.withFolder { folder in
            try SystemFiles.write(into: folder)
            try mutate(folder + "/" + name, folder, name: name, times: 500)
        }
    }

    /// Reads `times` damaged copies of the file at `path`.
    private func mutate(_ path: String, _ folder: String, name: String, times: Int) throws {
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        var generator = Generator(state: 20_251_121)
        var kinds: [String: Int] = [:]
        var limits = TIFFLimits.standard
        limits.pageBytes = 1 << 22
        for _ in 0..<times {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                // Half of the damage in the first directory and its values, which lie at the start.
                let end = Bool.random(using: &generator) ? min(400, bytes.count) : bytes.count
                bytes[Int.random(in: 0..<end, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if UInt8.random(in: 0..<16, using: &generator) == 0 {
                bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
            }
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/mutant.tif"))
            do {
                let image = try WholeImage(folder + "/mutant.tif", limits: limits)
                #expect(image.planes.allSatisfy { $0.count == image.layout.shape.size.pixelCount })
                kinds["read", default: 0] += 1
            } catch let error as TIFFError {
                kinds[error.kind, default: 0] += 1
            }
        }
        print(
            "\(name): \(kinds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))"
        )
        #expect(kinds.count > 2)
    }
}

import Foundation
import TIFFFiles
import Testing

@Suite("The mark of our outputs")
struct TIFFMarkTests {
    @Test("is the Software tag of the first page, in every kind of TIFF")
    func kinds() throws {
        try Tools.withFolder { folder in
            _ = try Tools.python(
                """
                import sys, numpy, tifffile
                for order in '<>':
                    for big in (False, True):
                        for index, software in enumerate(('segmentd', 'segmentd 1.0', 'segmentdx', 'ImageJ', 'a segmentd', 'seg')):
                            name = f"{sys.argv[1]}/{'ab'[order == '>']}{int(big)}{index}.tif"
                            tifffile.imwrite(name, numpy.zeros((4, 5), 'uint8'), byteorder=order, bigtiff=big,
                                             software=software, metadata=None)
                """,
                [folder]
            )
            for kind in ["a0", "a1", "b0", "b1"] {
                for (index, expected) in [true, true, false, false, false, false].enumerated() {
                    #expect(try isOurs(folder + "/\(kind)\(index).tif") == expected, "\(kind)\(index)")
                }
            }
        }
    }

    @Test(
        "is not found in what is no TIFF",
        arguments: [
            [], [0x49], [0x49, 0x49, 42, 0], Array("segmentd".utf8), Array(repeating: 0xFF, count: 4096),
            [0x49, 0x49, 42, 0, 0xFF, 0xFF, 0xFF, 0x7F], [0x49, 0x49, 42, 0, 4, 0, 0, 0],
            [0x4D, 0x4D, 0, 43, 0, 8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x31, 1, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0],
        ] as [[UInt8]]
    )
    func garbage(bytes: [UInt8]) throws {
        try Tools.withFolder { folder in
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/x.tif"))
            #expect(try !isOurs(folder + "/x.tif"))
        }
        #expect(!TIFFMark.isOurs(fileDescriptor: -1))
        #expect(try !isOurs("/dev/null"))
    }
}

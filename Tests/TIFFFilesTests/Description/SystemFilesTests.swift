import Foundation
import Imaging
import TIFFFiles
import Testing

@Suite("Files of acquisition systems")
struct SystemFilesTests {
    @Test("have the axes, sizes and pixels that tifffile reads from them")
    func equal() throws {
        try Tools.withFolder { folder in
            try SystemFiles.write(into: folder)
            let expected = try SystemFiles.expected()
            #expect(expected.count >= 30)
            try Tools.withFolder { dumps in
                let names = expected.keys.sorted().filter { $0 != "mm_growing.tif" }
                for (index, name) in names.enumerated() {
                    guard let one = expected[name] else { continue }
                    let image = try WholeImage(folder + "/" + name)
                    #expect(image.layout.shape == one.extents, "\(name)")
                    if let x = one.pixelSize?[0] {
                        #expect(abs((image.layout.pixelSize?.inMicrometres?.x ?? 0) - x) < 1e-9, "\(name)")
                    }
                    if let z = one.pixelSize?[1], one.extents.slices > 1 {
                        #expect(abs((image.layout.pixelSize?.inMicrometres?.z ?? 0) - z) < 1e-9, "\(name)")
                    }
                    let bytes = image.layout.shape == one.extents ? image.bytes(as: one) : []
                    try Data(bytes).write(to: URL(fileURLWithPath: dumps + "/\(index)"))
                }
                let digests = try Tools.digests(ofFilesIn: dumps)
                for (index, name) in names.enumerated() {
                    #expect(digests["\(index)"] == expected[name]?.sha256, "pixels of \(name)")
                }
            }
        }
    }

    @Test("name their channels and positions, and say how fast they were recorded")
    func names() throws {
        try Tools.withFolder { folder in
            try SystemFiles.write(into: folder)
            func layout(_ name: String) throws -> ImageLayout { try WholeImage(folder + "/" + name).layout }
            #expect(try layout("lsm_stack.lsm").channelNames == ["Ch1-T1", "Ch2-T2", "T-PMT"])
            #expect(try layout("lsm_series.lsm").frameInterval == 30)
            #expect(try layout("lsm_time.lsm").frameInterval == 2.5)
            #expect(try layout("stk_time.STK").frameInterval == 0.5)
            #expect(try layout("fluoview.tif").frameInterval == 1.5)
            #expect(try layout("scanimage_stack.tif").channelNames == ["Red", "Blue"])
            #expect(try layout("mm_MMStack.tif").frameInterval == 0.5)
            #expect(try layout("mm_positions_MMStack.tif").channelNames == ["DAPI", "GFP"])
            #expect(try layout("ndtiff/stack_NDTiffStack.tif").channelNames == ["DAPI", "GFP"])
            #expect(
                try layout("ndtiff/stack_NDTiffStack.tif").pixelSize
                    == PixelSize(x: 0.65, y: 0.65, z: 2, unit: "micron")
            )
            #expect(try layout("metaseries.TIF").channelNames == ["DAPI"])
            let single = try layout("mm_single/img_channel001_position000_time000000004_z000.tif")
            #expect(single.channelNames == ["GFP"])
            #expect(single.pixelSize?.x == 0.325)
            #expect(single.position == "Pos0")
            #expect(try layout("perkin.qptiff").channelNames == ["Dye 0", "Dye 1", "Dye 2"])
        }
    }

    @Test("that end early are read in whole steps, and said to lack planes")
    func short() throws {
        try Tools.withFolder { folder in
            try SystemFiles.write(into: folder)
            let file = try OpenFile(folder + "/mm_growing.tif")
            let reader = try TIFFReader(fileDescriptor: file.descriptor, name: "mm_growing.tif")
            #expect(reader.layout.axes == "TCYX")
            #expect(reader.layout.extents == [2, 2, 6, 8])
            #expect(!reader.isWhole)
            #expect(reader.warnings.contains { $0.contains("5 of 6 planes") })
            let whole = try OpenFile(folder + "/mm_MMStack.tif")
            #expect(try TIFFReader(fileDescriptor: whole.descriptor, name: "x.tif").isWhole)
        }
    }

    @Test("that lack planes behind one directory have those that are there", arguments: [1, 2, 3])
    func stack(missing: Int) throws {
        try Tools.withFolder { folder in
            let path = folder + "/x.stk"
            try SystemFiles.write("metamorph(path, 4, distances=[(1, 1)] * 4, missing=\(missing))", to: path)
            let file = try OpenFile(path)
            let reader = try TIFFReader(fileDescriptor: file.descriptor, name: "x.stk")
            #expect(reader.layout.shape.slices == 4 - missing)
            #expect(!reader.isWhole)
            #expect(reader.warnings.contains { $0.contains("\(4 - missing) of 4 planes") })
        }
    }

    @Test("that are a later part of a recording say so")
    func later() throws {
        try Tools.withFolder { folder in
            try SystemFiles.write("ndtiff(path, [{'time': t} for t in range(3, 6)])", to: folder + "/x.tif")
            let image = try WholeImage(folder + "/x.tif")
            #expect(image.layout.axes == "TYX")
            let words = "it begins at time 3 of its recording, counted from 0; the rest is in other files"
            #expect(image.warnings == [words])
            // No number is too large to be a time.
            let call = "ndtiff(path, [{'time': 2**63 - 1, 'z': z} for z in range(2)])"
            try SystemFiles.write(call, to: folder + "/y.tif")
            #expect(try WholeImage(folder + "/y.tif").layout.axes == "ZYX")
        }
    }

    @Test("that promise more pages than there are, or other ones")
    func pages() throws {
        func read(_ call: String) throws -> (axes: String, extents: [Int], isWhole: Bool) {
            try Tools.withFolder { folder in
                try SystemFiles.write(call, to: folder + "/x.tif")
                let file = try OpenFile(folder + "/x.tif")
                let reader = try TIFFReader(fileDescriptor: file.descriptor, name: "x.tif")
                return (reader.layout.axes, reader.layout.extents, reader.isWhole)
            }
        }
        // Three of four frames of two channels, and half of the fourth.
        let series = "scanimage(path, {'hChannels.channelSave': '[1;2]', 'hStackManager.framesPerSlice': 'Inf'}, 7)"
        #expect(try read(series) == ("TCYX", [3, 2, 6, 8], false))
        // Volumes of three slices, recorded twice: tifffile has six slices.
        let volumes = """
            scanimage(path, {'hChannels.channelSave': '1', 'hStackManager.framesPerSlice': 1,
                             'hStackManager.numSlices': 3, 'hStackManager.numVolumes': 2}, 6)
            """
        #expect(try read(volumes) == ("TZYX", [2, 3, 6, 8], true))
        let slices = "fluoview(path, [('Z', 3, 1, 'um')]); data = open(path, 'rb').read()"
        #expect(try read(slices) == ("ZYX", [3, 6, 8], true))
        // Tiles of which one corner is missing are as many positions as there are.
        let tiles = "ndtiff(path, [{'row': 1, 'column': 1}, {'row': 1, 'column': 2}, {'row': 2, 'column': 1}])"
        #expect(try read(tiles) == ("PYX", [3, 6, 8], true))
        let holes = "ndtiff(path, [{'time': t, 'z': z} for t in range(3) for z in range(2) if (t, z) != (2, 1)])"
        #expect(try read(holes) == ("TZYX", [2, 2, 6, 8], false))
    }
}

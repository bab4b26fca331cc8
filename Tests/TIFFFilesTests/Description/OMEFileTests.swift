import Imaging
import TIFFFiles
import Testing

@Suite("OME descriptions and their files")
struct OMEFileTests {
    /// A file of `pages` pages, filled with 0, 1, 2, …, whose description has `images`.
    private static func file(_ images: String, pages: Int, identifier: String? = nil) -> RawTIFF {
        let root = identifier.map { "<OME UUID=\"\($0)\">" } ?? "<OME>"
        let tag = RawTIFF.Tag.text(270, "<?xml version=\"1.0\"?>" + root + images + "</OME>")
        return RawTIFF(pages: (0..<pages).map { RawTIFF.Page(fill: UInt16($0), tags: $0 == 0 ? [tag] : []) })
    }

    private static func image(_ sizes: (z: Int, c: Int, t: Int), _ data: String, more: String = "") -> String {
        "<Image><Pixels DimensionOrder='XYZCT' SizeZ='\(sizes.z)' SizeC='\(sizes.c)' SizeT='\(sizes.t)' \(more)>"
            + data + "</Pixels></Image>"
    }

    private static func stack(_ count: Int, file: String, identifier: String?) -> String {
        (0..<count).map {
            "<TiffData FirstZ='\($0)' IFD='\($0)' PlaneCount='1'><UUID FileName='\(file)'>\(identifier ?? "")</UUID></TiffData>"
        }.joined()
    }

    /// A set of two images in files of their own, read as `name` with the identifier `own`.
    private func set(
        _ sizes: [Int],
        own: String?,
        pages: Int,
        name: String,
        ids: [String?],
        folder: String = ""
    )
        throws -> (image: WholeImage, firsts: [UInt16])
    {
        let images = sizes.indices.map { index in
            Self.image(
                (sizes[index], 1, 1),
                Self.stack(sizes[index], file: "\(folder)s\(index).ome.tif", identifier: ids[index]),
                more: "PhysicalSizeX='0.\(index + 1)' PhysicalSizeY='0.\(index + 1)'"
            )
        }
        return try Self.file(images.joined(), pages: pages, identifier: own).read(name: name)
    }

    @Test("of one file a series: the image is the one in this file", arguments: [[1, 3], [3, 1]])
    func ownImage(sizes: [Int]) throws {
        for (own, ids) in [("urn:uuid:B", ["urn:uuid:A", "urn:uuid:b "]), (nil, [nil, nil])] as [(String?, [String?])] {
            for folder in ["", "/data/run 1/", "C:\\run\\"] {
                let (image, firsts) = try set(
                    sizes,
                    own: own,
                    pages: sizes[1],
                    name: "s1.ome.tif",
                    ids: ids,
                    folder: folder
                )
                #expect(firsts == (0..<sizes[1]).map { UInt16($0) })
                #expect(image.layout.pixelSize == PixelSize(x: 0.2, y: 0.2, unit: "µm"))
                #expect(image.warnings.isEmpty)
            }
        }
        // Renamed, with an identifier that is none of the described: the first image, and that is said.
        let (image, firsts) = try set(sizes, own: "C", pages: 3, name: "renamed.tif", ids: ["A", "B"])
        #expect(firsts == (0..<sizes[0]).map { UInt16($0) })
        #expect(image.warnings.contains { $0.contains("none of the 2 images") })
    }

    @Test("a renamed file is known by its identifier, whatever path the description has")
    func renamed() throws {
        for file in ["old.ome.tif", "../old.ome.tif", "D:\\scan\\old.ome.tif"] {
            let text = Self.image((2, 1, 1), Self.stack(2, file: file, identifier: "urn:uuid:A"))
            let (known, firsts) = try Self.file(text, pages: 2, identifier: "urn:uuid:A").read()
            #expect(firsts == [0, 1])
            #expect(known.warnings.isEmpty)
            // Without an identifier it is the only file there is.
            let (guessed, same) = try Self.file(text, pages: 2).read()
            #expect(same == [0, 1])
            #expect(guessed.warnings.count == 1)
        }
    }

    @Test("planes in other files, whatever the path, are refused")
    func others() throws {
        let mine = "<TiffData IFD='0'/>"
        func there(_ name: String) -> String {
            "<TiffData FirstZ='1' IFD='0'><UUID FileName='\(name)'>urn:uuid:9</UUID></TiffData>"
        }
        let sibling = Self.file(Self.image((2, 1, 1), mine + there("y.ome.tif")), pages: 2, identifier: "urn:uuid:1")
        #expect(try sibling.refusal() == "unsupported_fileset")
        let outside = Self.file(Self.image((2, 1, 1), mine + there("../../x.tif")), pages: 2, identifier: "urn:uuid:9a")
        #expect(try outside.refusal(name: "z.tif") == "incomplete_series")
        // What lies beyond the sizes is nobody's plane.
        let (image, firsts) = try Self.file(Self.image((1, 1, 1), mine + there("y.ome.tif")), pages: 1).read()
        #expect(firsts == [0])
        #expect(image.warnings.count == 1)
    }

    @Test("indices beyond the sizes are ignored, on every axis", arguments: ["T", "Z", "C"])
    func beyond(axis: String) throws {
        let sizes = (z: axis == "Z" ? 3 : 1, c: axis == "C" ? 3 : 1, t: axis == "T" ? 3 : 1)
        let four = (0..<4).map { "<TiffData First\(axis)='\($0)' IFD='\($0)' PlaneCount='1'/>" }.joined()
        let (image, firsts) = try Self.file(Self.image(sizes, four), pages: 4).read()
        #expect(firsts == [0, 1, 2])
        #expect(image.layout.axes == axis + "YX")
        #expect(image.warnings.count == 2)
        let two = (0..<2).map { "<TiffData First\(axis)='\($0)' IFD='\($0)' PlaneCount='1'/>" }.joined()
        #expect(try Self.file(Self.image((1, 1, 1), two), pages: 2).read().firsts == [0])
        let count = "<TiffData IFD='0' PlaneCount='4'/>"
        #expect(try Self.file(Self.image(sizes, count), pages: 4).read().firsts == [0, 1, 2])
        let negative = four + "<TiffData First\(axis)='-1' IFD='3'/><TiffData First\(axis)='x' IFD='3'/>"
        #expect(try Self.file(Self.image(sizes, negative), pages: 4).read().firsts == [0, 1, 2])
    }

    @Test("sizes that are not there follow from the planes")
    func absentSizes() throws {
        func read(_ attributes: String, _ data: String, pages: Int) throws -> (image: WholeImage, firsts: [UInt16]) {
            let text = "<Image><Pixels DimensionOrder='XYCZT' \(attributes)>\(data)</Pixels></Image>"
            return try Self.file(text, pages: pages).read()
        }
        let one = try read("", "<TiffData/>", pages: 1)
        #expect(one.image.layout.axes == "YX")
        #expect(one.image.warnings.count == 1)
        #expect(try read("SizeC='2' SizeT='1'", "<TiffData/>", pages: 6).image.layout.axes == "ZCYX")
        #expect(try read("SizeZ='6'", "", pages: 6).image.layout.axes == "ZYX")
        let placed = "<TiffData FirstC='1' IFD='0'/><TiffData FirstC='0' IFD='1'/>"
        let two = try read("SizeZ='1' SizeT='1'", placed, pages: 2)
        #expect(two.image.layout.axes == "CYX")
        #expect(two.firsts == [1, 0])
        let far = Self.file("<Image><Pixels ID='a'><TiffData FirstT='9223372036854775807'/></Pixels></Image>", pages: 1)
        #expect(try far.refusal() == "incomplete_series")
        let none = Self.file("<Image><Pixels SizeZ='0' SizeC='1' SizeT='1'/></Image>", pages: 1)
        #expect(try none.refusal() == "bad_tag")
    }

    @Test("a companion file outside the folder is not looked for: one page is read without it, several are not")
    func companionOutside() throws {
        for name in ["../plate.companion.ome", "/data/x.companion.ome", "C:x.ome", "a\\b.ome", "a/../../b.ome", ""] {
            let pointer = "<BinaryOnly MetadataFile='\(name)' UUID='urn:uuid:2'/>"
            let (image, firsts) = try Self.file(pointer, pages: 1, identifier: "urn:uuid:1").read()
            #expect(firsts == [0])
            #expect(image.layout.axes == "YX")
            #expect(image.warnings.count == 1)
            #expect(try Self.file(pointer, pages: 2, identifier: "urn:uuid:1").refusal() == "incomplete_series")
        }
        let beside = "<BinaryOnly MetadataFile='plate.companion.ome' UUID='urn:uuid:2'/>"
        #expect(try Self.file(beside, pages: 1, identifier: "urn:uuid:1").refusal() == "unsupported_fileset")
    }

    @Test("planes beyond the sizes are said when one entry counts them; blanks around numbers mean nothing")
    func counts() throws {
        let beyond = try Self.file(Self.image((2, 1, 1), "<TiffData IFD='0' PlaneCount='5'/>"), pages: 2).read()
        #expect(beyond.firsts == [0, 1])
        #expect(beyond.image.warnings.contains { $0.contains("beyond its 1 frame × 2 slices") })
        let data = "<TiffData FirstZ=' 1' IFD='0 '/><TiffData FirstZ='0' IFD=' 1 '/>"
        #expect(try Self.file(Self.image((2, 1, 1), data), pages: 2).read().firsts == [1, 0])
    }

    @Test("files that are known by identifiers alone are spoken of without a name")
    func withoutFileNames() throws {
        func data(_ ids: [String]) -> String {
            ids.enumerated().map { "<TiffData FirstZ='\($0)' IFD='\($0)'><UUID>\($1)</UUID></TiffData>" }.joined()
        }
        let one = try Self.file(Self.image((2, 1, 1), data(["a", "a"])), pages: 2).read()
        #expect(one.firsts == [0, 1] && one.image.warnings.isEmpty)
        #expect(try Self.file(Self.image((2, 1, 1), data(["a", "b"])), pages: 2).refusal() == "unsupported_fileset")
    }

    @Test("that name all planes again and again are refused at once")
    func repeatedPlanes() throws {
        let data = String(repeating: "<TiffData/>", count: 10_000)
        #expect(try Self.file(Self.image((2000, 1, 1), data), pages: 2000).refusal() == "bad_tag")
    }
}

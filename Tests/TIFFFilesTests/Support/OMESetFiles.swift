import Foundation

/// Writes the files of OME images that are stored in several, with one description for all of them.
struct OMESetFiles {
    /// A file with `pages` pages, whose pixels are `fill`, `fill + 1` and so on.
    struct File {
        var name: String
        var fill: Int
        var pages: Int
        var identifier: String?
    }

    /// One image: its sizes, and for each plane in the order XYCZT the number of the file and the page.
    struct Image {
        var name = "p"
        var t = 1
        var z = 1
        var c = 1
        var order = "XYCZT"
        var channels: [String] = []
        var planes: [(file: Int, page: Int)]
    }

    var files: [File]
    var images: [Image]
    /// In place of the identifiers in the description: none.
    var hasIdentifiers = true

    /// The description, with the identifier of the file `number`.
    func description(in number: Int?) -> String {
        let root = number.flatMap { files[$0].identifier }.map { " UUID='urn:uuid:\($0)'" } ?? ""
        let images = images.map { image in
            let data = image.planes.enumerated().map { index, place in
                let axes = image.order.dropFirst(2).reduce(into: (rest: index, text: "")) { state, axis in
                    let extent = axis == "C" ? image.c : axis == "Z" ? image.z : image.t
                    state.text += " First\(axis)='\(state.rest % extent)'"
                    state.rest /= extent
                }
                let file = files[place.file]
                let identifier = hasIdentifiers ? file.identifier.map { "urn:uuid:\($0)" } ?? "" : ""
                return "<TiffData\(axes.text) IFD='\(place.page)' PlaneCount='1'><UUID FileName='\(file.name)'>"
                    + "\(identifier)</UUID></TiffData>"
            }
            let channels = (0..<image.c).map { channel in
                let name = image.channels.isEmpty ? "" : " Name='\(image.channels[channel])'"
                return "<Channel ID='Channel:0:\(channel)'\(name) SamplesPerPixel='1'/>"
            }
            return "<Image ID='Image:0' Name='\(image.name)'><Pixels ID='Pixels:0' DimensionOrder='\(image.order)' "
                + "Type='uint16' SizeX='6' SizeY='4' SizeC='\(image.c)' SizeZ='\(image.z)' SizeT='\(image.t)'>"
                + channels.joined() + data.joined() + "</Pixels></Image>"
        }
        return "<?xml version='1.0'?><OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'\(root)>"
            + images.joined() + "</OME>"
    }

    /// Writes the files into `folder`; `text` is what the file of a number has as its description.
    func write(to folder: String, text: (Int) -> String?) throws {
        for (number, file) in files.enumerated() {
            let tag = text(number).map { RawTIFF.Tag.text(270, $0) }
            let pages = (0..<file.pages).map { page in
                RawTIFF.Page(fill: UInt16(file.fill + page), tags: page == 0 ? [tag].compactMap(\.self) : [])
            }
            let path = URL(fileURLWithPath: folder + "/" + file.name)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(RawTIFF(pages: pages).bytes).write(to: path)
        }
    }

    /// The same, where each file has the whole description.
    func write(to folder: String) throws { try write(to: folder) { description(in: $0) } }

    /// What a file says whose description is in the file called `other`.
    func pointer(from number: Int, to other: String, identifier: String = "0") -> String {
        "<?xml version='1.0'?><OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06' "
            + "UUID='urn:uuid:\(files[number].identifier ?? "")'>"
            + "<BinaryOnly MetadataFile='\(other)' UUID='urn:uuid:\(identifier)'/></OME>"
    }

    /// An image of two channels in a file each, `t` frames long.
    static func channels(t: Int, order: String = "XYCZT") -> OMESetFiles {
        let planes =
            order == "XYCZT"
            ? (0..<t).flatMap { frame in [0, 1].map { ($0, frame) } }
            : [0, 1].flatMap { file in (0..<t).map { (file, $0) } }
        return OMESetFiles(
            files: [
                File(name: "x_C0.ome.tif", fill: 10, pages: t, identifier: "aa"),
                File(name: "x_C1.ome.tif", fill: 20, pages: t, identifier: "bb"),
            ],
            images: [Image(t: t, c: 2, order: order, channels: ["DAPI", "GFP"], planes: planes)]
        )
    }

    /// `parts` files of `pages` frames each, one after the other.
    static func parts(_ parts: Int, pages: Int, names: (Int) -> String) -> OMESetFiles {
        OMESetFiles(
            files: (0..<parts).map { File(name: names($0), fill: 10 * $0, pages: pages, identifier: "part\($0)") },
            images: [Image(t: parts * pages, planes: (0..<parts * pages).map { ($0 / pages, $0 % pages) })]
        )
    }
}

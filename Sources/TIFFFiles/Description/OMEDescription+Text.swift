import Imaging

extension OMEDescription {
    /// The description of an image of `layout` whose pages run through channels, then slices, then frames, then positions:
    /// each of these is an `Image` of its own.
    static func text(for layout: ImageLayout, presentation: Presentation, software: String) -> String {
        let texts = layout.positionTexts
        let names = texts.enumerated().map { $1 == "\($0 + 1)" ? "Position \($1)" : $1 }
        let images = (0..<layout.shape.positions).map { position in
            image(position, called: names.isEmpty ? "Image0" : names[position], layout, presentation)
        }
        let schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06"
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<OME xmlns=\"\(schema)\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
            + " xsi:schemaLocation=\"\(schema) \(schema)/ome.xsd\" Creator=\"\(escaped(software))\">"
            + images.joined() + "</OME>"
    }

    private static func image(
        _ position: Int,
        called name: String,
        _ layout: ImageLayout,
        _ presentation: Presentation
    ) -> String {
        let shape = layout.shape
        var pixels = [
            ("ID", "Pixels:\(position)"), ("DimensionOrder", "XYCZT"), ("Type", typeName(layout.pixelType)),
            ("SizeX", "\(shape.size.width)"), ("SizeY", "\(shape.size.height)"), ("SizeC", "\(shape.channels)"),
            ("SizeZ", "\(shape.slices)"), ("SizeT", "\(shape.frames)"),
        ]
        // OME knows its own units only; a size in another one would make the whole description invalid.
        if let size = layout.pixelSize, let unit = LengthUnit(size.unit)?.rawValue {
            pixels += [("PhysicalSizeX", "\(size.x)"), ("PhysicalSizeXUnit", unit)]
            pixels += [("PhysicalSizeY", "\(size.y)"), ("PhysicalSizeYUnit", unit)]
            if let z = size.z { pixels += [("PhysicalSizeZ", "\(z)"), ("PhysicalSizeZUnit", unit)] }
        }
        if let interval = layout.frameInterval {
            pixels += [("TimeIncrement", "\(interval)"), ("TimeIncrementUnit", "s")]
        }
        let attributes = pixels.map { " \($0)=\"\(escaped($1))\"" }.joined()
        let names = presentation.channelNames
        let channels = (0..<shape.channels).map { channel in
            let name = names.count == shape.channels ? " Name=\"\(escaped(names[channel]))\"" : ""
            return "<Channel ID=\"Channel:\(position):\(channel)\"\(name) SamplesPerPixel=\"1\"/>"
        }.joined()
        let info = presentation.lines.joined(separator: ", ")
        let planes = shape.frames * shape.slices * shape.channels
        return "<Image ID=\"Image:\(position)\" Name=\"\(escaped(name))\"><Description>\(escaped(info))</Description>"
            + "<Pixels\(attributes)>\(channels)<TiffData IFD=\"\(position * planes)\" PlaneCount=\"\(planes)\"/></Pixels>"
            + "</Image>"
    }

    private static func typeName(_ type: PixelType) -> String {
        switch type {
        case .uint8, .uint16, .uint32: type.rawValue
        case .float32: "float"
        }
    }

    /// Characters beyond ASCII as they are, in UTF-8: Bio-Formats destroys numbered characters (`&#181;`), and then takes
    /// the description for none.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            // Control characters, and what XML does not have.
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": " "
            default: String(Character(scalar))
            }
        }.joined()
    }
}

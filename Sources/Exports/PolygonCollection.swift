package import Imaging

/// A GeoJSON feature collection (RFC 7946) of objects, as QuPath reads it: each object of each slice is a detection,
/// with its polygons along the sides of its pixels, in pixels, y downwards.
package struct PolygonCollection {
    /// The shape of the image: planes are named where there are several.
    private let shape: ImageShape
    private let positions: [String]
    private let classNames: [String]
    private let classColors: [ClassPalette.Color]
    private var isEmpty = true

    /// A collection of the objects of an image of that shape; `positions` are what several positions are called,
    /// `classNames` and `classColors` are those from class 1.
    package init(
        shape: ImageShape,
        positions: [String] = [],
        classNames: [String] = [],
        classColors: [ClassPalette.Color] = []
    ) {
        self.shape = shape
        self.positions = positions
        self.classNames = classNames
        self.classColors = classColors
    }

    /// How the text begins; `version` is part of our mark.
    package func beginning(version: String) -> [UInt8] {
        Array("{\"\(JSONMark.key)\":\"\(version)\",\"type\":\"FeatureCollection\",\"features\":[".utf8)
    }

    /// Adds an object.
    package mutating func append(_ object: ExportedObject, outlines: [Outline], to text: inout [UInt8]) {
        text.append(isEmpty ? "\n" : ",\n")
        isEmpty = false
        text.append("{\"type\":\"Feature\",\"geometry\":{\"type\":\"")
        text.append(outlines.count == 1 ? "Polygon\",\"coordinates\":" : "MultiPolygon\",\"coordinates\":[")
        for (index, outline) in outlines.enumerated() {
            if index > 0 { text.append(",") }
            Self.append(outline, to: &text)
        }
        if outlines.count != 1 { text.append("]") }
        if shape.frames > 1 || shape.slices > 1 {
            // QuPath's own member; -1 is every channel.
            text.append(",\"plane\":{\"c\":-1,\"z\":")
            text.append(decimal: object.slice)
            text.append(",\"t\":")
            text.append(decimal: object.frame)
            text.append("}")
        }
        text.append("},\"properties\":{\"objectType\":\"detection\",\"name\":\"")
        text.append(decimal: object.label)
        text.append("\"")
        if positions.indices.contains(object.position) {
            text.append(",\"position\":")
            text.append(quoted: positions[object.position].utf8)
        }
        if let number = object.objectClass, number > 0 {
            let color = ClassPalette.color(of: number, among: classColors)
            text.append(",\"classification\":{\"name\":")
            text.append(quoted: ExportedObject.name(ofClass: number, names: classNames).utf8)
            text += ",\"color\":[\(color.red),\(color.green),\(color.blue)]}".utf8
        }
        text.append(",\"measurements\":{\"label\":")
        text.append(decimal: object.label)
        text.append(",\"area\":")
        text.append(decimal: object.area)
        if let probability = object.probability { text += ",\"probability\":\(probability)".utf8 }
        text.append("}}}")
    }

    /// How the text ends.
    package var end: [UInt8] { Array("\n]}\n".utf8) }

    private static func append(_ outline: Outline, to text: inout [UInt8]) {
        text.append("[")
        append(outline.exterior, to: &text)
        for hole in outline.holes {
            text.append(",")
            append(hole, to: &text)
        }
        text.append("]")
    }

    /// A ring ends with its first corner again.
    private static func append(_ ring: [Corner], to text: inout [UInt8]) {
        text.append("[")
        for corner in ring {
            append(corner, to: &text)
            text.append(",")
        }
        append(ring[0], to: &text)
        text.append("]")
    }

    private static func append(_ corner: Corner, to text: inout [UInt8]) {
        text.append("[")
        text.append(decimal: corner.x)
        text.append(",")
        text.append(decimal: corner.y)
        text.append("]")
    }
}

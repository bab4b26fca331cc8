package import Imaging

/// The objects of an image in COCO's format, as its library pycocotools reads it: each plane is an image, each object
/// an annotation with a run-length encoding, a box and an area, each class a category.
package struct CocoDataset {
    /// The file name of the image, as far as it is text.
    private let imageName: String
    private let shape: ImageShape
    private let positions: [String]
    private let classNames: [String]
    private let classColors: [ClassPalette.Color]
    private var annotationCount = 0
    /// nil where objects were not classified.
    private var classCount: Int?
    private var hasObjectsWithoutClass = false

    /// The objects of an image of that name and shape; `positions` are what several positions are called, `classNames`
    /// and `classColors` are those from class 1.
    package init(
        imageName: String,
        shape: ImageShape,
        positions: [String] = [],
        classNames: [String] = [],
        classColors: [ClassPalette.Color] = []
    ) {
        self.imageName = imageName
        self.shape = shape
        self.positions = positions
        self.classNames = classNames
        self.classColors = classColors
    }

    /// How the text begins, with all planes; `version` is part of our mark.
    package func beginning(version: String) -> [UInt8] {
        var text = Array("{\"\(JSONMark.key)\":\"\(version)\",\"images\":[".utf8)
        for plane in 0..<shape.placeCount {
            let place = shape.place(at: plane)
            text.append(plane == 0 ? "\n" : ",\n")
            text += "{\"id\":\(plane + 1),\"file_name\":".utf8
            text.append(quoted: imageName.utf8)
            text += ",\"width\":\(shape.size.width),\"height\":\(shape.size.height)".utf8
            if positions.indices.contains(place.position) {
                text += ",\"position\":".utf8
                text.append(quoted: positions[place.position].utf8)
            }
            text += ",\"frame\":\(place.frame),\"z\":\(place.slice)}".utf8
        }
        text.append("\n],\"annotations\":[")
        return text
    }

    /// Notes the classes of the objects that follow.
    package mutating func note(_ classes: ObjectClasses) { classCount = max(classCount ?? 0, classes.classCount) }

    /// Adds an object, whose runs go along columns.
    package mutating func append(_ object: ExportedObject, runs: ArraySlice<ObjectRuns.Run>, to text: inout [UInt8]) {
        text.append(annotationCount == 0 ? "\n" : ",\n")
        annotationCount += 1
        if object.objectClass == 0 { hasObjectsWithoutClass = true }
        let (width, height) = (shape.size.width, shape.size.height)
        text.append("{\"id\":")
        text.append(decimal: annotationCount)
        text.append(",\"image_id\":")
        let plane = shape.index(position: object.position, frame: object.frame, slice: object.slice)
        text.append(decimal: plane + 1)
        text.append(",\"category_id\":")
        text.append(decimal: object.objectClass ?? 1)
        text.append(",\"label\":")
        text.append(decimal: object.label)
        text.append(",\"area\":")
        text.append(decimal: object.area)
        text.append(",\"bbox\":[")
        let rows = (runs.lazy.map(\.start).min() ?? 0, runs.lazy.map(\.end).max() ?? 0)
        let columns = (runs.first?.line ?? 0, (runs.last?.line ?? -1) + 1)
        text.append(decimal: columns.0)
        for number in [rows.0, columns.1 - columns.0, rows.1 - rows.0] {
            text.append(",")
            text.append(decimal: number)
        }
        text.append("],\"iscrowd\":0,\"segmentation\":{\"size\":[")
        text.append(decimal: height)
        text.append(",")
        text.append(decimal: width)
        text.append("],\"counts\":")
        text.append(quoted: RunLengths.text(RunLengths.counts(runs, width: width, height: height)))
        text.append("}")
        if let probability = object.probability { text += ",\"score\":\(probability)".utf8 }
        text.append("}")
    }

    /// How the text ends, with all categories.
    package var end: [UInt8] {
        var categories = [(1, "object")]
        if let classCount {
            let numbers = Array(hasObjectsWithoutClass ? 0...max(classCount, 1) : 1...max(classCount, 1))
            categories = numbers.map { ($0, ExportedObject.name(ofClass: $0, names: classNames)) }
        }
        var text = Array("\n],\"categories\":[\n".utf8)
        for (index, (number, name)) in categories.enumerated() {
            text += "\(index == 0 ? "" : ",\n"){\"id\":\(number),\"name\":".utf8
            text.append(quoted: name.utf8)
            if classCount != nil, classColors.indices.contains(number - 1) {
                let color = classColors[number - 1]
                // As in COCO's panoptic categories.
                text += ",\"color\":[\(color.red),\(color.green),\(color.blue)]".utf8
            }
            text.append("}")
        }
        text.append("\n]}\n")
        return text
    }
}

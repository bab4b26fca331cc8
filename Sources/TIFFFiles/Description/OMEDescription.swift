/// What of an OME-XML description matters here: its images, and which of them are in this file.
package struct OMEDescription {
    /// The identifier (UUID) of the file that the description is in.
    let identifier: String?
    /// The images (positions, series) described, in this file or not.
    package private(set) var images: [OMEImage] = []
    /// The companion file that holds the description (BinaryOnly), and its identifier.
    private(set) var companion: String?
    private(set) var companionIdentifier: String?

    /// Whether `text` looks like OME-XML, whole or not.
    static func isPresent(in text: String) -> Bool {
        let start = text.drop { $0.isWhitespace }
        return start.hasPrefix("<") && (text.contains("<OME") || text.contains(":OME "))
    }

    /// Reads `xml`; nil when it describes no image.
    package init?(_ xml: String) throws(XMLScanner.Problem) {
        let elements = try XMLScanner.elements(
            of: xml,
            named: [
                "OME", "BinaryOnly", "Image", "AcquisitionDate", "StageLabel", "Pixels", "Channel", "TiffData", "UUID",
                "Plane",
            ]
        )
        var identifier: String?
        for element in elements {
            let last = images.count - 1
            switch element.name {
            case "OME": identifier = element.attributes["UUID"]
            case "BinaryOnly":
                companion = element.attributes["MetadataFile"] ?? ""
                companionIdentifier = element.attributes["UUID"]
            case "Image": images.append(OMEImage(name: element.attributes["Name"]))
            case "Channel" where last >= 0: images[last].channels.append(element.attributes["Name"])
            case "AcquisitionDate" where last >= 0: images[last].date = element.text.trimmed
            case "StageLabel" where last >= 0: images[last].stage = element.attributes.dictionary
            case "Plane" where last >= 0: images[last].planes.append(element.attributes)
            case "Pixels" where last >= 0: images[last].pixels = element.attributes.dictionary
            case "TiffData" where last >= 0:
                images[last].assignments.append(OMEImage.Assignment(attributes: element.attributes))
            case "UUID" where last >= 0 && !images[last].assignments.isEmpty:
                let assignment = images[last].assignments.count - 1
                images[last].assignments[assignment].fileName = element.attributes["FileName"] ?? ""
                images[last].assignments[assignment].fileIdentifier = element.text
            default: break
            }
        }
        images.removeAll { $0.pixels.isEmpty }
        guard !images.isEmpty || companion != nil else { return nil }
        self.identifier = identifier
    }
}

/// Start tags of a document, in its order; only their places are kept, for there can be very many.
struct XMLElements: RandomAccessCollection {
    /// Where a tag and its text stand in the bytes of the document; all that is read has less than 4 GB.
    fileprivate struct Place {
        var name: UInt32
        var tag: Range<UInt32>
        var content: Range<UInt32>
    }

    private let xml: String
    /// The names that were looked for.
    private let names: [String]
    private var places: [Place] = []

    /// No elements of `xml` yet, which have one of `names`.
    init(of xml: String, names: [String]) { (self.xml, self.names) = (xml, names) }

    var startIndex: Int { 0 }
    var endIndex: Int { places.count }
    subscript(index: Int) -> XMLElement {
        let place = places[index]
        return XMLElement(
            name: names[Int(place.name)],
            xml: xml,
            tag: Int(place.tag.lowerBound)..<Int(place.tag.upperBound),
            content: Int(place.content.lowerBound)..<Int(place.content.upperBound)
        )
    }

    /// Appends the element whose name is the one at `name` of those looked for.
    mutating func append(name: Int, tag: Range<Int>, content: Range<Int>) {
        func short(_ range: Range<Int>) -> Range<UInt32> {
            UInt32(clamping: range.lowerBound)..<UInt32(clamping: range.upperBound)
        }
        places.append(Place(name: UInt32(name), tag: short(tag), content: short(content)))
    }
}

/// One start tag, and the text up to the next tag.
struct XMLElement {
    /// Without its namespace prefix.
    let name: String
    /// The document.
    fileprivate let xml: String
    /// Where the attributes stand in its bytes, and where the text.
    fileprivate let tag: Range<Int>
    private let content: Range<Int>

    /// The element `name` of `xml`.
    init(name: String, xml: String, tag: Range<Int>, content: Range<Int>) {
        (self.name, self.xml, self.tag, self.content) = (name, xml, tag, content)
    }

    /// Its attributes.
    var attributes: XMLAttributes { XMLAttributes(of: self) }

    /// Its text, up to the next tag.
    var text: String {
        xml.utf8.withContiguousStorageIfAvailable { XMLCursor($0).decoded(content) } ?? ""
    }
}

/// The attributes of an element, by their names without namespace prefix, read when they are asked for.
struct XMLAttributes {
    private let element: XMLElement?

    /// None.
    static let none = XMLAttributes(element: nil)

    private init(element: XMLElement?) { self.element = element }

    /// Those of `element`.
    fileprivate init(of element: XMLElement) { self.element = element }

    /// The value of the attribute `name`; the last one where there are several.
    subscript(name: String) -> String? {
        var name = name
        return name.withUTF8 { name in
            scan { cursor in
                var found: Range<Int>?
                // It was well-formed when it was scanned.
                while let (key, value) = try? cursor.attribute() {
                    if cursor.holds(name, at: key) { found = value }
                }
                return found.map { cursor.decoded($0) }
            }
        }
    }

    /// All of them.
    var dictionary: [String: String] {
        scan { cursor in
            var found: [String: String] = [:]
            while let (key, value) = try? cursor.attribute() { found[cursor.decoded(key)] = cursor.decoded(value) }
            return found
        } ?? [:]
    }

    private func scan<Found>(_ body: (inout XMLCursor) -> Found?) -> Found? {
        element?.xml.utf8.withContiguousStorageIfAvailable { bytes in
            var cursor = XMLCursor(UnsafeBufferPointer(rebasing: bytes[element?.tag ?? 0..<0]))
            return body(&cursor)
        }.flatMap { $0 }
    }
}

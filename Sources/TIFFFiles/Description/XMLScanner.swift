/// Finds elements and their attributes in XML, for descriptions written by strangers.
///
/// No document type, no entities beyond the five of XML and numbered characters, no nesting kept: nothing to blow up.
package struct XMLScanner {
    package enum Problem: Error, Equatable {
        case documentType
        case malformed
    }

    /// More elements than a recording of 200,000 planes has; what holds more would take memory without end.
    private static let most = 1_000_000

    /// The start tags in document order whose names are in `wanted`.
    static func elements(of xml: String, named wanted: Set<String>) throws(Problem) -> XMLElements {
        try scanning(xml) { (scanner, xml) throws(Problem) in try scanner.elements(in: xml, named: wanted) }
    }

    /// The outermost element of `xml`, of which the beginning is enough; nil where none begins there.
    static func root(of xml: String) -> XMLElement? {
        try? scanning(xml) { (scanner, xml) throws(Problem) in try scanner.root(in: xml) }
    }

    private var cursor: XMLCursor

    private static func scanning<Found>(
        _ xml: String,
        _ body: (inout XMLScanner, String) throws(Problem) -> Found
    ) throws(Problem) -> Found {
        var xml = xml
        xml.makeContiguousUTF8()
        let result = xml.utf8.withContiguousStorageIfAvailable { bytes -> Result<Found, Problem> in
            var scanner = XMLScanner(cursor: XMLCursor(bytes))
            do throws(Problem) { return .success(try body(&scanner, xml)) } catch { return .failure(error) }
        }
        guard let result else { throw .malformed }
        return try result.get()
    }

    private mutating func elements(in xml: String, named wanted: Set<String>) throws(Problem) -> XMLElements {
        let texts = Array(wanted)
        let names = texts.map { Array($0.utf8) }
        var elements = XMLElements(of: xml, names: texts)
        var depth = 0
        while cursor.skip(to: UInt8(ascii: "<")) {
            if try skipNoElement() { continue }
            if cursor.consume("!") { throw .documentType }
            if cursor.consume("/") {
                try cursor.skip(past: ">")
                depth -= 1
                continue
            }
            depth += 1
            let name = cursor.name()
            guard !name.isEmpty, !cursor.isAtEnd else { throw .malformed }
            let start = cursor.index
            while try cursor.attribute() != nil {}
            let tag = start..<cursor.index
            let isEmpty = cursor.consume("/>")
            guard isEmpty || cursor.consume(">") else { throw .malformed }
            if isEmpty { depth -= 1 }
            guard let found = names.firstIndex(where: { $0.withUnsafeBufferPointer { cursor.holds($0, at: name) } })
            else { continue }
            guard elements.count < Self.most else { throw .malformed }
            let text = isEmpty ? cursor.index..<cursor.index : cursor.text()
            elements.append(name: found, tag: tag, content: text)
        }
        guard depth == 0 else { throw .malformed }
        return elements
    }

    private mutating func root(in xml: String) throws(Problem) -> XMLElement {
        while cursor.skip(to: UInt8(ascii: "<")) {
            if try skipNoElement() { continue }
            let name = cursor.name()
            let start = cursor.index
            while try cursor.attribute() != nil {}
            return XMLElement(name: cursor.decoded(name), xml: xml, tag: start..<cursor.index, content: 0..<0)
        }
        throw .malformed
    }

    /// Passes over a comment, a part that is text whatever it holds, or an instruction; false where none begins here.
    private mutating func skipNoElement() throws(Problem) -> Bool {
        if cursor.consume("!--") {
            try cursor.skip(past: "-->")
        } else if cursor.consume("![CDATA[") {
            try cursor.skip(past: "]]>")
        } else if cursor.consume("?") {
            try cursor.skip(past: "?>")
        } else {
            return false
        }
        return true
    }
}

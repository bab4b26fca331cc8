/// The text of a summary, cut so that it can be decoded in little memory: the planes in lists of some hundred, and the
/// rest with an empty list in their place.
///
/// It looks for brackets and strings alone; whether all is JSON is for the decoder to say, which gets every byte.
struct SummaryParts {
    /// So many bytes of planes are decoded at once.
    private static let partBytes = 64 << 10

    /// The text without its planes.
    private(set) var rest: [UInt8]
    /// Lists of planes, in order.
    private(set) var planes: [[UInt8]] = []

    /// Cuts a text; nil where its brackets do not match.
    init?(_ bytes: [UInt8]) {
        guard let found = Self.planes(in: bytes) else { return nil }
        guard let list = found, list.count > Self.partBytes else {
            rest = bytes
            return
        }
        rest = Array(bytes[..<list.lowerBound]) + Array("[]".utf8) + Array(bytes[list.upperBound...])
        // Without the brackets of the list itself.
        let inside = list.lowerBound + 1..<list.upperBound - 1
        var (depth, isInString, start, index) = (0, false, inside.lowerBound, inside.lowerBound)
        while index < inside.upperBound {
            switch bytes[index] {
            case UInt8(ascii: "\\") where isInString: index += 1
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString: depth += 1
            case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString: depth -= 1
            case UInt8(ascii: ",") where !isInString && depth == 0 && index - start >= Self.partBytes:
                planes.append(Self.list(bytes[start..<index]))
                start = index + 1
            default: break
            }
            // One plane is never so long.
            guard index - start < 2 * Self.partBytes else { return nil }
            index += 1
        }
        planes.append(Self.list(bytes[start..<inside.upperBound]))
    }

    private static func list(_ elements: ArraySlice<UInt8>) -> [UInt8] {
        [UInt8(ascii: "[")] + elements + [UInt8(ascii: "]")]
    }

    /// Where the list of planes is, brackets included: the value of that key in the outermost object. Nil in it where
    /// there is none.
    private static func planes(in bytes: [UInt8]) -> Range<Int>?? {
        let key = Array("\"planes\"".utf8)
        var (depth, index, keyEnd, start) = (0, 0, -1, -1)
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let begin = index
                index += 1
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard index < bytes.count else { return nil }
                let isKey = depth == 1 && index + 1 - begin == key.count && bytes[begin...index].elementsEqual(key)
                keyEnd = isKey ? index + 1 : -1
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                let isValue = keyEnd >= 0 && depth == 1 && bytes[index] == UInt8(ascii: "[")
                if isValue, bytes[keyEnd..<index].contains(UInt8(ascii: ":")) { start = index }
                keyEnd = -1
                depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                guard depth >= 0 else { return nil }
                if depth == 1, start >= 0 { return start..<index + 1 }
            default: break
            }
            index += 1
        }
        return depth == 0 ? .some(nil) : nil
    }
}

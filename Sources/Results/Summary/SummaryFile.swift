import FoundationEssentials
import WorkerProtocol

/// The summary as a file.
package enum SummaryFile {
    /// What was found at the name of a summary.
    package enum Content: Sendable, Equatable {
        case absent
        /// Not written by segmentd; `reason` continues the sentence "the file …".
        case foreign(reason: String)
        /// Ours by its mark, but not readable: damaged, or of a later version. Counts as no result.
        case unreadable(reason: String)
        case found(Summary)
    }

    /// The value of the first key of our files.
    static let mark = "segmentd"
    /// Larger files are not read: 16 MB are the counts of more than 80,000 planes in schema 1, and foreign files shall not
    /// fill the memory.
    package static let maximumSize = 16 << 20
    /// What a decoder is given at once takes some 25 times its size in memory. Larger files are not written: 2 MB are the
    /// counts of more than 100,000 planes.
    static let mostAtOnce = 2 << 20
    private static let damaged = "is damaged"
    /// How much of a file is enough to see the mark.
    static let markedLength = 256

    /// The JSON text: keys in the order of `Summary.CodingKeys`, those below in that of `SummaryLayout`.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    package static func encode(_ summary: Summary) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        var text = Array("{".utf8)
        for (number, key) in summary.keys.enumerated() {
            let start = "\(number == 0 ? "" : ",")\n  \"\(key.rawValue)\" : "
            let value = [UInt8](try encoder.encode(summary.value(of: key)))
            text += start.utf8
            text += SummaryLayout.text(value, indent: 2, used: start.utf8.count - 1)
        }
        return text + Array("\n}\n".utf8)
    }

    /// The same on one line, for programs that read a line an image.
    package static func line(_ summary: Summary) throws -> String {
        // Line ends inside strings are escaped, so every raw one, and the blanks behind it, is layout.
        let lines = try encode(summary).split(separator: UInt8(ascii: "\n"))
        return lines.map { String(decoding: $0.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self) }.joined()
    }

    /// Reads the text of a file; keys it does not know are passed over.
    package static func decode(_ bytes: [UInt8]) -> Content {
        guard isMarked(bytes) else { return .foreign(reason: "is not a summary written by segmentd") }
        guard let parts = SummaryParts(bytes) else { return .unreadable(reason: damaged) }
        guard parts.rest.count <= mostAtOnce else {
            return .unreadable(reason: "has more than \(mostAtOnce >> 20) MB beside its planes")
        }
        do {
            let decoder = JSONDecoder()
            var summary = try decoder.decode(Summary.self, from: Data(parts.rest))
            for part in parts.planes { summary.planes += try decoder.decode([PlaneCounts].self, from: Data(part)) }
            return .found(summary)
        } catch let later as Summary.LaterVersion {
            return .unreadable(reason: "was written by a later version of segmentd (schema \(later.schema))")
        } catch {
            return .unreadable(reason: damaged)
        }
    }

    /// Whether a file begins as our summaries do; white space may differ.
    static func isMarked(_ bytes: [UInt8]) -> Bool {
        var rest = bytes.prefix(markedLength)
        for token in ["{", "\"mark\"", ":", "\"\(mark)\""] {
            rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
            guard rest.starts(with: token.utf8) else { return false }
            rest = rest.dropFirst(token.utf8.count)
        }
        return true
    }
}

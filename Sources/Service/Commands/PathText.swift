import Files
import FoundationEssentials
package import SystemPackage

/// A path in JSON: text where its bytes are UTF-8, else `{"base64": "…"}`, since names are bytes.
package struct PathText: Codable, Sendable, Hashable {
    private enum CodingKeys: String, CodingKey { case base64 }

    /// The path.
    package let path: FilePath

    /// The given path.
    package init(_ path: FilePath) {
        self.path = path
    }

    package init(from decoder: any Decoder) throws {
        let bytes: [UInt8]
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            bytes = Array(text.utf8)
        } else {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            bytes = [UInt8](try values.decode(Data.self, forKey: .base64))
        }
        guard !bytes.isEmpty, !bytes.contains(0) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no path"))
        }
        path = FilePath(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
    }

    package func encode(to encoder: any Encoder) throws {
        let bytes = path.bytes
        if let text = String(validating: bytes, as: UTF8.self) {
            var value = encoder.singleValueContainer()
            try value.encode(text)
        } else {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(Data(bytes), forKey: .base64)
        }
    }
}

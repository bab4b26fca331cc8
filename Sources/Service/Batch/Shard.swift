import Files
package import SystemPackage

/// One of N parts of a set of images, for as many processes that know nothing of each other.
///
/// A hash of the path decides, not the place in a list: an image that arrives while they run is in one part alone, whoever
/// sees it.
package struct Shard: Sendable, Hashable {
    /// More would be a mistake in writing.
    package static let most = 1_000_000

    /// From 0.
    package let index: Int
    package let count: Int

    /// Reads `I/N`, in digits; nil unless 0 ≤ I < N.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Self.number(parts[0]), let count = Self.number(parts[1]), index < count,
            count <= Self.most
        else { return nil }
        (self.index, self.count) = (index, count)
    }

    /// Whether the image at `way`, its path from the argument on, is of this part.
    package func contains(_ way: FilePath) -> Bool {
        Self.mixed(Self.hash(way.bytes)) % UInt64(count) == UInt64(index)
    }

    /// FNV-1a with 64 bits (Fowler, Noll, Vo; RFC 9923).
    package static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The bits of a hash, each of which depends on all of them then (the end of MurmurHash3; Appleby).
    ///
    /// The low bits of FNV-1a depend on those of the bytes alone. Names that hold a number twice, such as `A01/A01_s1.tif`,
    /// would leave every other part empty where N is even.
    package static func mixed(_ hash: UInt64) -> UInt64 {
        var bits = hash
        for factor: UInt64 in [0xFF51_AFD7_ED55_8CCD, 0xC4CE_B9FE_1A85_EC53] { bits = (bits ^ bits >> 33) &* factor }
        return bits ^ bits >> 33
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}

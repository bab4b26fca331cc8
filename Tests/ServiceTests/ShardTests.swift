import Service
import SystemPackage
import TestSupport
import Testing

@Suite("Parts of a set of images")
struct ShardTests {
    @Test(
        "I/N is read in digits, and nothing else",
        arguments: [
            "", "1", "/", "1/", "/4", "4/4", "5/4", "-1/4", "+1/4", "1/-4", "0/0", "1/4/2", " 1/4", "1 /4", "0x1/4",
            "1.0/4", "a/4", "٣/4", "1/99999999999999999999", "0/1000001",
        ]
    )
    func refused(text: String) { #expect(Shard(text) == nil) }

    @Test("the first and the last part")
    func accepted() throws {
        for text in ["0/1", "0/16", "15/16", "999999/1000000"] { #expect(Shard(text) != nil, "\(text)") }
        #expect(Shard("03/016") == Shard("3/16"))
    }

    @Test("the hash is FNV-1a of 64 bits, by its published values")
    func hash() {
        // http://www.isthe.com/chongo/src/fnv/test_fnv.c
        let known: [(String, UInt64)] = [
            ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
        ]
        for (text, hash) in known { #expect(Shard.hash(Array(text.utf8)) == hash) }
        // fmix64 of MurmurHash3, which is a bijection with 0 at 0.
        #expect(Shard.mixed(0) == 0 && Shard.mixed(1) == 0xb456_bcfc_34c2_cb2c)
    }

    @Test(
        "every path is in one part of N, and N parts are about equally large",
        arguments: [false, true]
    )
    func partition(numbersTwice: Bool) throws {
        let paths = (0..<4_000).map { number in
            // Where each digit comes twice, the parity of all bytes is the same.
            FilePath(
                numbersTwice
                    ? "series_\(number)/scope_\(number).tif" : "plate \(number / 384)/A\(number % 24)_\(number).tif"
            )
        }
        let shards = try (0..<16).map { try #require(Shard("\($0)/16")) }
        let counts = shards.map { shard in paths.count { shard.contains($0) } }
        #expect(counts.reduce(0, +) == paths.count)
        for path in paths { #expect(shards.count { $0.contains(path) } == 1) }
        #expect(counts.allSatisfy { (150...350).contains($0) }, "\(counts)")
    }
}

@Suite("Lists of paths")
struct NamedListTests {
    private func bytes(_ paths: [FilePath]) -> [[UInt8]] {
        paths.map { path in path.withPlatformString { start in (0..<path.length).map { UInt8(bitPattern: start[$0]) } }
        }
    }

    @Test("a line each; a carriage return before its end belongs to the end, empty lines are none")
    func lines() {
        let list = Array("a.tif\n\nb c.tif\r\n\r\n d.tif\n/e/f.tif".utf8) + [0xFF, 10]
        let expected = ["a.tif", "b c.tif", " d.tif"].map { Array($0.utf8) } + [Array("/e/f.tif".utf8) + [0xFF]]
        #expect(bytes(NamedList.paths(in: list, endedByNUL: false)) == expected)
    }

    @Test("ended by NUL each, with any other byte in it")
    func nul() {
        let name: [UInt8] = [0xFF, 10, 13, 0x20, 0xC3]
        let list = Array("a\n.tif".utf8) + [0] + name + [0, 0]
        #expect(bytes(NamedList.paths(in: list, endedByNUL: true)) == [Array("a\n.tif".utf8), name])
        #expect(NamedList.paths(in: [], endedByNUL: true).isEmpty)
    }
}

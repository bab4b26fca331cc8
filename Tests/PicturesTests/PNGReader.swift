import Pictures
import TestSupport

/// Reads PNG files by Python's zlib, in code that shares nothing with libpng.
struct PNGReader {
    let width: Int
    let height: Int
    /// Names of the chunks in their order.
    let chunks: [String]
    /// The contents of the text chunks in their order.
    let texts: [String]
    let pixels: [UInt8]

    init(_ bytes: [UInt8]) throws {
        let script = """
            import struct, sys, zlib
            data = open(sys.argv[1], "rb").read()
            assert data[:8] == bytes([137, 80, 78, 71, 13, 10, 26, 10])
            place, chunks, texts, packed, palette = 8, [], [], b"", None
            while place < len(data):
                length, name = struct.unpack(">I4s", data[place:place + 8])
                body = data[place + 8:place + 8 + length]
                assert struct.unpack(">I", data[place + 8 + length:place + 12 + length])[0] == zlib.crc32(name + body)
                chunks.append(name.decode())
                if name == b"IHDR": width, height, depth, kind, *rest = struct.unpack(">IIBBBBB", body)
                if name == b"PLTE": palette = body
                if name == b"tEXt": texts.append(body.replace(bytes(1), b"=").decode("latin-1"))
                if name == b"IDAT": packed += body
                place += 12 + length
            assert depth == 8 and kind in (2, 3) and rest == [0, 0, 0]
            size = 3 if kind == 2 else 1
            rows, before, out = zlib.decompress(packed), bytes(width * size), bytearray()
            assert len(rows) == height * (width * size + 1)
            for y in range(height):
                line = bytearray(rows[y * (width * size + 1):(y + 1) * (width * size + 1)])
                way = line.pop(0)
                for x in range(len(line)):
                    left = line[x - size] if x >= size else 0
                    corner = before[x - size] if x >= size else 0
                    up = before[x]
                    guess = left + up - corner
                    best = min((left, up, corner), key=lambda value: abs(guess - value))
                    line[x] = (line[x] + (0, left, up, (left + up) // 2, best)[way]) & 255
                before = line
                out += line if kind == 2 else b"".join(palette[3 * index:3 * index + 3] for index in line)
            head = f"{width} {height}|{' '.join(chunks)}|{';'.join(texts)}|".encode()
            sys.stdout.buffer.write(head + out)
            """
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        try folder.write(bytes, to: "x.png")
        let output = try GoldenArray.output(of: script, arguments: [folder.appending("x.png")])
        let parts = output.split(separator: UInt8(ascii: "|"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4 else { throw TestFailure("no picture") }
        let texts = parts[..<3].map { String(decoding: $0, as: UTF8.self) }
        let size = texts[0].split(separator: " ").compactMap { Int($0) }
        (width, height) = (size[0], size[1])
        chunks = texts[1].split(separator: " ").map(String.init)
        self.texts = texts[2].split(separator: ";").map(String.init)
        pixels = Array(parts[3])
    }
}

import Results
import SystemPackage
import TestSupport
import Testing

@Suite("Marks of files")
struct FileMarksTests {
    /// Files with and without the mark, written by Python's standard library.
    private static let script = """
        import json, struct, sys, zipfile, zlib
        folder = sys.argv[1]

        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        def png(name, *chunks):
            start = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
            end = chunk(b"IDAT", zlib.compress(b"\\0\\0")) + chunk(b"IEND", b"")
            open(f"{folder}/{name}.png", "wb").write(start + b"".join(chunks) + end)

        def text(software): return chunk(b"tEXt", b"Software\\0" + software)
        def write(name, value): open(f"{folder}/{name}", "w").write(value)

        def archive(name, software, field=0x6773, entries=2, comment=b""):
            with zipfile.ZipFile(f"{folder}/{name}.zip", "w") as file:
                for index in range(entries):
                    entry = zipfile.ZipInfo(f"{index}.roi")
                    if index == 0: entry.extra = struct.pack("<HH", field, len(software)) + software
                    file.writestr(entry, b"text")
                file.comment = comment

        png("ours1", text(b"segmentd 1.2")), png("ours2", chunk(b"gAMA", b"\\0\\0\\0\\1"), text(b"segmentd 1.2"))
        png("other1", text(b"GIMP")), png("other2"), png("other3", chunk(b"tEXt", b"Title\\0segmentd 1.2"))
        png("other4", text(b"segmentdoctor")), png("other5", chunk(b"IDAT", b"\\0" * 300), text(b"segmentd 1.2"))
        for ending in "json", "geojson":
            write(f"ours1.{ending}", json.dumps({"segmentd": "1.2", "type": "FeatureCollection", "features": []}))
            write(f"ours2.{ending}", json.dumps({"segmentd": "1.2", "images": []}, indent=4))
            write(f"other1.{ending}", json.dumps({"type": "FeatureCollection", "segmentd": "1.2"}))
            write(f"other2.{ending}", json.dumps({"segmentd": 1}))
            write(f"other3.{ending}", json.dumps(["segmentd", "1.2"])), write(f"other4.{ending}", "")
        archive("ours1", b"segmentd 1.2"), archive("ours2", b"", entries=0, comment=b"segmentd 1.2")
        archive("other1", b"segmentd 1.2", field=0x6774), archive("other2", b"ImageJ"), archive("other3", b"", entries=0)
        archive("other4", b"", entries=0, comment=b"of somebody"), write("other5.zip", "PK\\3\\4")
        """

    @Test("pictures, JSON and archives are known by what is in them, and others' are not")
    func marks() throws {
        let folder = try TemporaryFolder()
        try #require(ChildProcess(["/usr/bin/python3", "-c", Self.script, folder.path.string]).wait() == 0)
        let descriptor = try folder.results().descriptor
        let names = try folder.names()
        #expect(names.count == 7 + 12 + 7)
        for name in names {
            #expect(OutputMark.isOurs(name, in: descriptor) == name.string.hasPrefix("ours"), "\(name)")
        }
    }
}

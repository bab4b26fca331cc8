import Glibc
import Measurement
import Results
import SystemPackage
import TIFFFiles
import Testing

@Suite("Own files")
struct OwnFilesTests {
    @Test("outputs are known by what is in them")
    func marks() throws {
        let folder = try ScratchFolder()
        let descriptor = try folder.results().descriptor
        let sample = SampleResult(content: "one", outputs: OutputKind.allCases)
        try sample.commit(to: folder.results())
        for name in try folder.names() {
            #expect(OutputMark.isOurs(name, in: descriptor), "\(name)")
            try folder.write(try #require(try folder.read(name)), try #require(.init("copy of " + name.string)))
        }
        for name in try folder.names() { #expect(OutputMark.isOurs(name, in: descriptor), "\(name)") }

        try folder.write(SampleResult.tiff(software: "ImageJ"), "y_labels.tif")
        try folder.write(Array("label,area\n".utf8), "y_objects.csv")
        try folder.write(Array("{}".utf8), "y_summary.json")
        try folder.write(SampleResult.tiff(software: TIFFMark.software), "y.txt")
        #expect(mkfifo(folder.path.appending("z_labels.tif").string, 0o600) == 0)
        for name in ["y_labels.tif", "y_objects.csv", "y_summary.json", "y.txt", "z_labels.tif", "absent.tif"] {
            #expect(!OutputMark.isOurs(try #require(.init(name)), in: descriptor), "\(name)")
        }
    }

    @Test("stale hidden files go by name; those of a living run and of others stay")
    func staleTemporaries() throws {
        let folder = try ScratchFolder()
        let stale = [".x_mask.tif.segmentd-abc123.tmp", ".x.tif.segmentd-000000.tmp"]
        let others = [
            "x.segmentd-abc123.tmp", ".segmentd-abc123.tmp", ".x.segmentd-abc12.tmp", ".x.segmentd-ABC123.tmp",
            ".x.segmentd-abc123.tmp2", ".x.tif.AbC123", "x.tif",
        ]
        for name in stale + others { try folder.write([1], try #require(.init(name))) }
        #expect(mkdir(folder.path.appending(".d.segmentd-abc123.tmp").string, 0o777) == 0)
        let living = try ResultCommit(
            in: folder.results(),
            names: OutputNames(image: "x.tif", recipe: nil),
            outputs: [.mask]
        )
        #expect(try folder.results().removeStaleTemporaries() == 2)
        let left = Set(try folder.names().map(\.string))
        #expect(left.isDisjoint(with: stale) && left.isSuperset(of: others))
        #expect(left.count == others.count + 2)
        living.discard()
        #expect(try folder.names().count == others.count + 1)
    }

    @Test("a worker that outlives the daemon does not protect its hidden file")
    func orphan() throws {
        let folder = try ScratchFolder()
        var commit: ResultCommit? = try ResultCommit(
            in: folder.results(FileCalls { call throws(Errno) in if call == .remove { throw .ioError } }),
            names: OutputNames(image: "x.tif", recipe: nil),
            outputs: [.mask]
        )
        let worker = try FileDescriptor(rawValue: #require(commit?.descriptors.first)).duplicate()
        commit = nil
        #expect(try folder.names().count == 1)
        #expect(try folder.results().removeStaleTemporaries() == 1)
        try worker.close()
    }

    @Test("digests are those of sha256sum, across blocks, and move no position")
    func digests() throws {
        #expect(
            FileDigest.sha256(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        let folder = try ScratchFolder()
        try folder.write([UInt8](repeating: UInt8(ascii: "a"), count: 3_000_000), "a")
        let file = try FileDescriptor.open(folder.path.appending("a"), .readOnly)
        try file.closeAfter {
            try file.seek(offset: 17, from: .start)
            #expect(
                try FileDigest.sha256(fileDescriptor: file.rawValue, name: "a")
                    == "2a152c894398719c0570f83fac34ac03a0f6e8e474b995c2403aa5434f7b9dd4"
            )
            #expect(try file.seek(offset: 0, from: .current) == 17)
        }
        let error = #expect(throws: ResultsError.self) { try FileDigest.sha256(fileDescriptor: -1, name: "gone.tif") }
        #expect(error?.kind == "image_unreadable" && error?.message.contains("gone.tif") == true)
    }

    @Test("identity is size and modification time; the state also tells a replaced file")
    func identity() throws {
        let folder = try ScratchFolder()
        try folder.write([1, 2, 3], "a")
        #expect(rename(folder.path.appending("a").string, folder.path.appending("b").string) == 0)
        try folder.write([4, 5, 6], "a")
        let times = [timespec(tv_sec: 1_000, tv_nsec: 5), timespec(tv_sec: 1_700_000_000, tv_nsec: 123_456_789)]
        let states = try ["a", "b"].map { name in
            #expect(utimensat(AT_FDCWD, folder.path.string + "/" + name, times, 0) == 0)
            let file = try FileDescriptor.open(folder.path.appending(name), .readOnly)
            return try file.closeAfter { try FileState(fileDescriptor: file.rawValue, name: name) }
        }
        #expect(states[0].identity == states[1].identity)
        #expect(
            states[0].identity
                == ImageIdentity(size: 3, modificationSeconds: 1_700_000_000, modificationNanoseconds: 123_456_789)
        )
        #expect(states[0] != states[1] && states[0].inode != states[1].inode)
    }

    @Test("standard outputs are possible ones, and follow the class")
    func choice() {
        for name in ["PixelClassifier", "ObjectSegmenter", "ProbabilityMapper"] {
            for (hasPositiveClass, hasThreshold) in [(false, false), (true, false), (false, true), (true, true)] {
                let standard = OutputKind.standard(
                    classifierClass: name,
                    hasPositiveClass: hasPositiveClass,
                    hasThreshold: hasThreshold
                )
                let possible = OutputKind.possible(
                    classifierClass: name,
                    hasPositiveClass: hasPositiveClass,
                    hasThreshold: hasThreshold
                )
                #expect(!standard.isEmpty && possible.isSuperset(of: standard))
                let isObject = name == "ObjectSegmenter"
                let hasMask = isObject || (name == "PixelClassifier" ? hasPositiveClass : hasThreshold)
                #expect(standard.contains(.mask) == hasMask && possible.contains(.objects) == hasMask)
            }
        }
    }
}

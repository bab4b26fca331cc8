import Files
import Glibc
import SystemPackage
import TestSupport
import Testing
import Worker
import WorkerProtocol

@Suite("What the worker refuses, and in which words")
struct RefusalTests {
    /// The failure of a reply that must be one.
    private static func failure(_ reply: WorkerReply) throws -> Failure {
        guard case .failed(let failure) = reply else {
            throw TestFailure("not refused: \(reply)")
        }
        #expect(!failure.remedy.isEmpty)
        return failure
    }

    @Test("an image with other channels than the classifier's is refused with both numbers")
    func channelMismatch() throws {
        let two = try GoldenFixture("two_channels")
        let one = try GoldenFixture("tissue")
        let bench = try Workbench()
        let tooFew = try Self.failure(
            bench.segment(one.path("input.tif"), classifier: two.classifierText(), outputs: [.classes]).reply
        )
        #expect(tooFew.kind == "channel_mismatch")
        #expect(tooFew.message.contains("has 1 channel"))
        #expect(tooFew.message.contains("trained on 2 (6 inputs, 3 features a channel)"))
        #expect(!tooFew.isTransient && tooFew.mayBeUnfinished)
        let tooMany = try Self.failure(
            bench.segment(two.path("input.tif"), classifier: one.classifierText(), outputs: [.classes]).reply
        )
        #expect(tooMany.kind == "channel_mismatch")
        #expect(tooMany.message.contains("has 2 channel"))
        #expect(tooMany.message.contains("trained on 1"))
        #expect(!tooMany.mayBeUnfinished)
    }

    @Test("a file that is no TIFF, or a damaged one, is refused by kind", arguments: ["not_tiff", "truncated_data"])
    func damagedImages(kind: String) throws {
        let fixture = try GoldenFixture("tissue")
        let bench = try Workbench()
        let whole = try fixture.bytes("input.tif")
        let damaged = kind == "not_tiff" ? Array("a letter".utf8) : Array(whole.dropLast(100))
        let failure = try Self.failure(
            bench.segment(
                bench.write(damaged, to: "damaged.tif"),
                classifier: fixture.classifierText(),
                outputs: [.classes]
            ).reply
        )
        #expect(failure.kind == kind)
        #expect(failure.message.contains("damaged.tif"))
        #expect(!failure.isTransient && failure.mayBeUnfinished)
    }

    @Test("an image that lacks planes which it promises is read as far as it goes, unless it must be whole")
    func promises() throws {
        let bench = try Workbench()
        let image =
            "numpy.zeros((3, 20, 20), 'uint16'), photometric='minisblack', metadata=None, "
            + "description='ImageJ=1.50b\\nimages=4\\nslices=4\\n'"
        let path = try bench.write(image, to: "stack.tif")
        let text = ThresholdClassifier.text(threshold: "50.0")
        #expect(try bench.report(path, classifier: text, outputs: [.mask]).planes.count == 3)
        let refused = try bench.segment(path, classifier: text, outputs: [.mask], mustBeWhole: true).reply
        let failure = try Self.failure(refused)
        #expect(failure.kind == "incomplete_series" && failure.mayBeUnfinished)
    }

    @Test("damage inside compressed pixels is refused as that")
    func corruptPixels() throws {
        let fixture = try GoldenFixture("tissue")
        let bench = try Workbench()
        let image = "numpy.random.default_rng(1).integers(0, 9, (54, 58)).astype('uint16'), compression='zlib'"
        let path = try bench.write(image, to: "packed.tif")
        let script = """
            import sys, tifffile
            with tifffile.TiffFile(sys.argv[1]) as file:
                place = file.pages[0].dataoffsets[0] + file.pages[0].databytecounts[0] // 2
            with open(sys.argv[1], 'r+b') as file:
                file.seek(place)
                file.write(bytes(range(200, 232)))
            """
        _ = try bench.report(path, classifier: fixture.classifierText(), outputs: [.classes])
        _ = try GoldenArray.output(of: script, arguments: [path])
        let failure = try Self.failure(
            bench.segment(path, classifier: fixture.classifierText(), outputs: [.classes]).reply
        )
        #expect(failure.kind == "corrupt_data")
        #expect(failure.message.contains("packed.tif"))
    }

    @Test("a classifier that is not of APOC's grammar is refused with file, line and column")
    func classifier() throws {
        let text = ThresholdClassifier.text(threshold: "50.0")
        let hostile = text.replacing(" float s0=0;", with: " float s0=0; system(\"true\");")
        let line = try #require(hostile.split(separator: "\n").firstIndex { $0.contains("system") }) + 1
        let bench = try Workbench()
        let failure = try Self.failure(bench.load(hostile, name: "hostile.cl"))
        #expect(failure.kind == "classifier_refused")
        #expect(failure.message.hasPrefix("hostile.cl:\(line):14: "))
        #expect(!failure.isTransient)
        // What was refused is not there to be used.
        let digest = FileDigest.sha256(Array(hostile.utf8))
        #expect(try Self.failure(bench.answer(.probe(digest: digest)).reply).kind == "internal")
    }

    @Test("bytes that are not those of the digest are refused; nobody is to blame for that")
    func exchangedClassifier() throws {
        let bench = try Workbench()
        // No other test loads this one into the session that all share.
        let wanted = FileDigest.sha256(Array(ThresholdClassifier.text(threshold: "51.25").utf8))
        let failure = try Self.failure(bench.load(ThresholdClassifier.text(threshold: "60.0"), as: wanted))
        #expect(failure.concernsKeptCopy && failure.isTransient)
        #expect(failure.message.contains("exchanged"))
        #expect(try Self.failure(bench.answer(.probe(digest: wanted)).reply).kind == "internal")
    }

    @Test(
        "a file that is no classifier at all is refused with what it looks like",
        arguments: [
            ("x.png", "\u{1}PNG", "does not begin as a classifier does"), ("x.tif", "II*\0", "a TIFF image"),
            ("x.txt", "a letter", "a text"), ("x.cl", "", "is empty"), ("x.cl", "%PDF-1.4", "a PDF document"),
            ("x.cl", "a letter", "x.cl:1:1: "),
        ]
    )
    func noClassifier(name: String, text: String, look: String) throws {
        let failure = try Self.failure(Workbench().load(text, name: name))
        #expect(failure.kind == "classifier_refused")
        #expect(failure.message.contains(look), "\(failure.message)")
        #expect(failure.message.contains("export the classifier") == look.hasSuffix(": "))
    }

    @Test("an answer to every other request")
    func requests() throws {
        let bench = try Workbench()
        guard case .started(let facts, _) = bench.answer(.start(device: nil)).reply else {
            Issue.record("no engine")
            return
        }
        #expect(!facts.engine.device.isEmpty)
        for name in ["tissue", "two_channels", "nuclei_probability", "nuclei_float32"] {
            let fixture = try GoldenFixture(name)
            let text = try fixture.classifierText()
            guard case .loaded = try bench.load(text) else {
                Issue.record("\(name) is not loaded")
                continue
            }
            guard case .probed = bench.answer(.probe(digest: FileDigest.sha256(Array(text.utf8)))).reply else {
                Issue.record("\(name) does not run on the built-in image")
                continue
            }
        }
    }

    @Test(
        "an image that needs more memory than the worker may use is refused with both figures, and one that fits is done"
    )
    func memory() throws {
        let fixture = try GoldenFixture("tissue")
        let folder = try TemporaryFolder()
        let text = try fixture.classifierText()
        let digest = FileDigest.sha256(Array(text.utf8))
        let classifier = open(try folder.write(Array(text.utf8), to: "c.cl").string, O_RDONLY | O_CLOEXEC)
        let image = open(try fixture.path("input.tif"), O_RDONLY | O_CLOEXEC)
        let output = open(try folder.write([], to: "classes.tif").string, O_RDWR | O_CLOEXEC)
        defer { for file in [classifier, image, output] { close(file) } }
        let recipe = Recipe(steps: [.classifyPixels(classifier: digest, foreground: nil)], outputs: [.classes])
        let job = SegmentationJob(imageName: "input.tif", recipe: recipe)
        let session = WorkerSession()
        func reply(memory: Int) -> WorkerReply {
            _ = session.answer(.start(device: nil, usesHost: true, memory: memory), descriptors: []) { _ in }
            _ = session.answer(.load(digest: digest, name: "c.cl"), descriptors: [classifier]) { _ in }
            return session.answer(.segment(job), descriptors: [image, output]) { _ in }
        }
        let failure = try Self.failure(reply(memory: 200 << 20))
        #expect(failure.kind == "image_too_large")
        #expect(failure.message.contains("needs about 0.3 GB of memory, the worker may use 0.3 GB"), "\(failure)")
        #expect(!failure.isTransient)
        guard case .finished = reply(memory: 400 << 20) else {
            Issue.record("an image that fits was not done")
            return
        }
    }
}

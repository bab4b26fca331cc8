import Files
import Glibc
import Imaging
import TestSupport
import Testing
import Worker
import WorkerProtocol

@Suite("Images in several files, in the worker")
struct FileSetTests {
    /// Splits the image at the first path, of two channels, into one file for each: plain ones, or an OME set.
    private static let script = """
        import sys, tifffile
        image, *names, kind = sys.argv[1:]
        data = tifffile.imread(image)
        assert data.shape[0] == 2
        ids = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222']
        for i, name in enumerate(names):
            tiffdata = ''.join(
                f'<TiffData FirstC="{c}" IFD="0" PlaneCount="1"><UUID FileName="{n.split("/")[-1]}">urn:uuid:{u}</UUID></TiffData>'
                for c, (n, u) in enumerate(zip(names, ids)))
            text = (f'<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:{ids[i]}"><Image>'
                    f'<Pixels DimensionOrder="XYCZT" SizeC="2" SizeZ="1" SizeT="1">{tiffdata}</Pixels></Image></OME>')
            tifffile.imwrite(name, data[i], metadata=None, photometric='minisblack',
                             description=text if kind == 'ome' else '')
        """

    private static func split(_ bench: Workbench, _ kind: String) throws -> [String] {
        let fixture = try GoldenFixture("two_channels")
        let paths = try ["a_c0.tif", "a_c1.tif"].map { try bench.write([UInt8](), to: $0) }
        _ = try GoldenArray.output(of: script, arguments: [fixture.path("input.tif")] + paths + [kind])
        return paths
    }

    private static func recipe(_ text: String) -> Recipe {
        Recipe(
            steps: [
                .classifyPixels(classifier: FileDigest.sha256(Array(text.utf8)), foreground: nil), .connectComponents,
            ],
            outputs: [.classes]
        )
    }

    @Test("give what one file gives, and a digest for each of them", arguments: ["plain", "ome"])
    func segmented(kind: String) throws {
        let fixture = try GoldenFixture("two_channels")
        let text = try fixture.classifierText()
        let bench = try Workbench()
        let whole = try bench.report(fixture.path("input.tif"), recipe: Self.recipe(text), classifiers: [text])
        #expect(whole.membersSHA256 == nil)
        let classes = try bench.array(.classes).integers
        let paths = try Self.split(bench, kind)
        let place = kind == "ome" ? nil : ["C": 1]
        let report = try bench.report(
            paths[0],
            members: [(paths[1], place)],
            recipe: Self.recipe(text),
            classifiers: [text]
        )
        #expect(report.layout.shape == whole.layout.shape)
        #expect(try bench.array(.classes).integers == classes)
        let digests = try GoldenArray.output(
            of: "import sys, hashlib\nfor p in sys.argv[1:]: print(hashlib.sha256(open(p, 'rb').read()).hexdigest())",
            arguments: paths
        )
        let told = [report.imageSHA256] + (report.membersSHA256 ?? [])
        #expect(String(decoding: digests, as: UTF8.self).split(separator: "\n").map(String.init) == told)
        // Exchanged, the classifier sees other channels.
        guard kind == "plain" else { return }
        let exchanged = try bench.report(
            paths[1],
            members: [(paths[0], ["C": 1])],
            recipe: Self.recipe(text),
            classifiers: [text]
        )
        #expect(exchanged.outputs[0].sha256 != report.outputs[0].sha256)
    }

    @Test("are asked for from any of them; one alone is refused with what there is")
    func asked() throws {
        let bench = try Workbench()
        let paths = try Self.split(bench, "ome")
        let text = try GoldenFixture("two_channels").classifierText()
        for (path, name) in zip(paths, ["a_c0.tif", "a_c1.tif"]) {
            let file = open(path, O_RDONLY | O_CLOEXEC)
            defer { close(file) }
            guard case .fileSet(let set) = bench.answer(.fileSet(name: name), descriptors: [file]).reply else {
                Issue.record("no answer")
                continue
            }
            #expect(set == ImageFileSet(first: "a_c0.tif", files: ["a_c0.tif", "a_c1.tif"]))
            guard case .failed(let failure) = try bench.segment(path, classifier: text, outputs: [.classes]).reply
            else {
                Issue.record("not refused")
                continue
            }
            #expect(failure.kind == "unsupported_fileset")
            #expect(failure.message.contains("a_c0.tif, a_c1.tif") && !failure.mayBeUnfinished)
        }
    }

    @Test("with a companion are known once that is given")
    func companion() throws {
        let bench = try Workbench()
        let pointer = #"<OME UUID="urn:uuid:1"><BinaryOnly MetadataFile="x.companion.ome" UUID="urn:uuid:9"/></OME>"#
        let path = try bench.write("numpy.zeros((2, 4, 5), 'u1'), metadata=None, description='\(pointer)'", to: "b.tif")
        let data = ["a", "b"].enumerated().map { index, name in
            "<TiffData FirstT='\(index * 2)' PlaneCount='2' IFD='0'><UUID FileName='\(name).tif'>urn:uuid:\(index)</UUID></TiffData>"
        }
        let described = "<OME><Image><Pixels SizeT='4' SizeC='1' SizeZ='1'>\(data.joined())</Pixels></Image></OME>"
        let companion = try bench.write(Array(described.utf8), to: "x.companion.ome")
        let paths: [String] = [path, companion]
        let files = paths.map { open($0, O_RDONLY | O_CLOEXEC) }
        defer { for file in files { close(file) } }
        func set(_ request: WorkerRequest, _ files: [Int32]) throws -> ImageFileSet? {
            guard case .fileSet(let set) = bench.answer(request, descriptors: files).reply else {
                throw TestFailure("no answer")
            }
            return set
        }
        let told = try set(.fileSet(name: "b.tif"), [files[0]])
        #expect(told == ImageFileSet(first: "b.tif", files: ["b.tif"], companion: "x.companion.ome"))
        let whole = ImageFileSet(first: "a.tif", files: ["a.tif", "b.tif"], companion: "x.companion.ome")
        #expect(try set(.fileSet(name: "b.tif", companion: "x.companion.ome"), files) == whole)
        // The companion alone knows as much, where it describes one image.
        #expect(try set(.fileSet(name: "x.companion.ome"), [files[1]]) == whole)
        #expect(WorkerRequest.fileSet(name: "b.tif", companion: "x").descriptorCount == 2)
    }
}

import Foundation
import Imaging
import Results
import SystemPackage
import Testing
import WorkerProtocol

@Suite("Where the files of a summary are")
struct SummaryFoldersTests {
    private let sample = SampleResult(content: "one", outputs: [.labels])

    /// The sample of an image in `folder`, whose results lie in `results`.
    private func summary(image folder: FilePath, results: FilePath?) -> Summary {
        var summary = sample.summary
        summary.image = Summary.Image(name: "x.tif", folder: folder, identity: summary.image.identity)
        if let results { summary.setResultsFolder(results) }
        return summary
    }

    @Test(
        "the image is found from the outputs, unless these lie in a tree of their own",
        arguments: [
            ("/data/a", "/data/a", 0), ("/data/a", "/data/a/results", 1), ("/data/a", "/data/a/b/c", 2),
            ("/data/a", "/results/a", nil), ("/data/a", "/data/ab", nil), ("/data/a/b", "/data/a", nil),
        ] as [(FilePath, FilePath, Int?)]
    )
    func levels(folder: FilePath, results: FilePath, levels: Int?) throws {
        let summary = summary(image: folder, results: results)
        #expect(summary.levelsToImage == levels)
        #expect(summary.imageElsewhere == (levels == nil ? folder.appending("x.tif") : nil))
        #expect(SummaryFile.decode(try SummaryFile.encode(summary)) == .found(summary))
    }

    @Test("folders that are no UTF-8 are told by their bytes")
    func bytes() throws {
        let folder = FilePath(platformString: [47, 0x64, CChar(bitPattern: 0xFF), 0])
        let summary = summary(image: folder, results: folder.appending("r"))
        #expect(summary.resultsPath == folder.appending("r") && summary.levelsToImage == 1)
        let text = try SummaryFile.encode(summary)
        #expect(SummaryFile.decode(text) == .found(summary))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any])
        #expect(object["results_folder"] as? String == "/d\u{FFFD}/r")
        let base64 = try #require(object["results_folder_base64"] as? String)
        #expect(Data(base64Encoded: base64) == Data([47, 0x64, 0xFF, 47, 0x72]))
    }

    @Test("units of pixels have one spelling, and unknown ones stay")
    func units() {
        for (written, symbol) in [
            ("micron", "µm"), ("um", "µm"), ("\u{3BC}m", "µm"), ("nanometer", "nm"), ("millimetres", "mm"),
            ("cell", "cell"),
        ] {
            var layout = SampleResult.layout
            layout.pixelSize = .init(x: 0.108, y: 0.108, unit: written)
            let image = Summary.Image(name: "x.tif", identity: sample.imageSummary.identity, layout: layout)
            #expect(image.pixelSize == .init(x: 0.108, y: 0.108, unit: symbol))
        }
    }
}

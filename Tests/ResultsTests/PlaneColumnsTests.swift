import FoundationEssentials
import Imaging
import Results
import SystemPackage
import Testing
import WorkerProtocol

@Suite("Planes of several positions in a summary")
struct PlaneColumnsTests {
    private func summary(positions: Int, frames: Int, slices: Int, step: Int = 1) -> Summary {
        var summary = SampleResult(content: "one", outputs: [.labels]).summary
        summary.planes = (0..<positions * frames * slices).map { index in
            PlaneCounts(
                position: index / (frames * slices),
                frame: index / slices % frames,
                z: step * (index % slices),
                objects: index % 5 == 0 ? nil : 7 * index,
                foregroundShare: nil
            )
        }
        return summary
    }

    @Test(
        "are read as they were written",
        arguments: [[1, 1, 1], [1, 3, 2], [2, 1, 1], [2, 3, 1], [3, 1, 2], [5, 3, 4], [40, 6, 5]]
    )
    func planes(extents: [Int]) throws {
        let summary = summary(positions: extents[0], frames: extents[1], slices: extents[2])
        let bytes = try SummaryFile.encode(summary)
        #expect(SummaryFile.decode(bytes) == .found(summary))
        let object = try JSONDecoder().decode(Written.self, from: Data(bytes))
        #expect(object.planes.positions == (extents[0] > 1 ? extents[0] : nil))
        #expect([object.planes.frames, object.planes.slices] == Array(extents[1...]))
        #expect(object.planes.objects == summary.planes.map(\.objects) || summary.planes.count == 1)
    }

    @Test("that lie in no order, or lack some, are not written")
    func disorder() throws {
        let whole = summary(positions: 2, frames: 2, slices: 2)
        #expect(whole.hasOrderedPlanes)
        for index in whole.planes.indices.dropLast() {
            var less = whole
            less.planes.remove(at: index)
            #expect(!less.hasOrderedPlanes, "without \(index)")
            #expect(throws: EncodingError.self) { try SummaryFile.encode(less) }
            var swapped = whole
            swapped.planes.swapAt(index, index + 1)
            #expect(!swapped.hasOrderedPlanes, "\(index) behind the next")
        }
    }

    @Test("an image of several positions says what they are called, one of a single keeps its name")
    func names() throws {
        var layout = SampleResult.layout
        layout.position = "A1"
        let identity = SampleResult(content: "one", outputs: []).imageSummary.identity
        let single = Summary.Image(name: "x.tif", identity: identity, layout: layout)
        #expect(single.position == "A1" && single.positions == nil)
        layout.shape.positions = 2
        let numbered = Summary.Image(name: "x.tif", identity: identity, layout: layout)
        #expect(numbered.position == nil && numbered.positions == ["1", "2"] && numbered.axes?.first == "P")
        layout.positionNames = ["A1", "B2"]
        var summary = summary(positions: 2, frames: 1, slices: 1)
        summary.image = Summary.Image(name: "x.tif", identity: identity, layout: layout)
        #expect(summary.image.positions == ["A1", "B2"])
        #expect(SummaryFile.decode(try SummaryFile.encode(summary)) == .found(summary))
    }

    @Test("what was chosen stands in the settings, and in the recipe that is read from them")
    func choice() throws {
        var recipe = Recipe(
            steps: [.classifyPixels(classifier: "", foreground: .positiveClass(1)), .connectComponents],
            outputs: [.labels]
        )
        let plain = recipe
        recipe.channels = AxisSelection([.number(2), .name("DAPI")])
        recipe.positions = AxisSelection([.name("A1")])
        let settings = Summary.Settings(recipe)
        let json = String(decoding: try JSONEncoder().encode(settings), as: UTF8.self)
        #expect(json.contains("\"channels\":[2,\"DAPI\"]") && json.contains("\"positions\":[\"A1\"]"), "\(json)")
        #expect(try JSONDecoder().decode(Summary.Settings.self, from: Data(json.utf8)) == settings)
        #expect(settings.digest != plain.digest && settings.countsIdentity != plain.countsIdentity)
        #expect(recipe.identity(of: .labels) != plain.identity(of: .labels))
    }

    private struct Written: Decodable {
        struct Planes: Decodable {
            var positions: Int?
            var frames: Int
            var slices: Int
            var objects: [Int?]?
        }
        var planes: Planes
    }
}

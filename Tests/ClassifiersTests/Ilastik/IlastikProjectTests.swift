import Classifiers
import Features
import Forests
import HDF5Files
import Imaging
import TestSupport
import Testing

@Suite("ilastik projects", .enabled(if: HDF5File.problemOfLibrary == nil))
struct IlastikProjectTests {
    @Test("what a project says is found", arguments: ProjectFixtures.all.good.keys.sorted())
    func content(name: String) throws {
        let expected = try #require(ProjectFixtures.all.good[name])
        let project = try IlastikProject(bytes: try ProjectFixtures.bytes("\(name).ilp"))
        #expect(project.workflow == expected.workflow)
        #expect(project.version == expected.version)
        #expect(project.classes.map(\.name) == expected.classes)
        #expect(project.classes[0].color == ClassPalette.Color(255, 225, 25))
        #expect(project.lanes.map(\.axes) == (expected.axes.isEmpty ? [] : [expected.axes]))
        #expect(project.lanes.map(\.shape) == (expected.axes.isEmpty ? [] : [expected.shape]))
        #expect(project.stages.dimensions == expected.dimensions)
        #expect(project.stages.channels == expected.channels)
        for (number, stage) in expected.stages.enumerated() {
            #expect(project.stages.channelsOfStage(number) == stage.channels)
            let forest = project.stages.stages[number].forest
            #expect(forest.forestSizes == stage.forests)
            #expect(forest.featureCount == stage.names.count)
            #expect(forest.classCount == expected.classes.count)
        }
        let classifier = try Classifier(project)
        #expect(classifier.channelCount == expected.channels)
        #expect(classifier.dimensions == expected.dimensions)
        #expect(classifier.earlierStages.count == expected.stages.count - 1)
        #expect(classifier.plan.border == .mirrored)
    }

    /// Rows hold the thresholds themselves, and the numbers next to them.
    @Test("forests give vigra's probabilities, to the bit", arguments: ProjectFixtures.all.good.keys.sorted())
    func probabilities(name: String) throws {
        let project = try IlastikProject(bytes: try ProjectFixtures.bytes("\(name).ilp"))
        for (number, stage) in try #require(ProjectFixtures.all.good[name]).stages.enumerated() {
            let rows = try ProjectFixtures.array("\(name).\(number).rows.npy")
            let answers = try ProjectFixtures.array("\(name).\(number).answers.npy").floats
            let (count, columns) = (rows.shape[0], rows.shape[1])
            let values = rows.floats
            // ilastik's order: feature, channel, component; ours: channel, feature, component.
            var planes: [[Float]] = []
            for channel in 0..<stage.channels {
                var first = 0
                for components in stage.components {
                    for component in 0..<components {
                        let column = first + channel * components + component
                        planes.append((0..<count).map { values[$0 * columns + column] })
                    }
                    first += components * stage.channels
                }
            }
            let forest = project.stages.stages[number].forest
            forest.forEachPixel(of: planes, count: count) { row, votes in
                let classes = forest.classCount
                #expect(
                    forest.probabilities(votes) == Array(answers[row * classes..<(row + 1) * classes]),
                    "row \(row)"
                )
            }
        }
    }

    @Test("what is no classifier is refused by name", arguments: ProjectFixtures.all.refused.keys.sorted())
    func refused(name: String) throws {
        let words = try #require(ProjectFixtures.all.refused[name])
        let bytes = try ProjectFixtures.bytes("\(name).ilp")
        let error = #expect(throws: ClassifierError.self) {
            try TrainedClassifier(parsing: bytes, name: "x.ilp") { _ in nil }
        }
        guard case .project("x.ilp", let problem) = error else {
            Issue.record("\(name): \(String(describing: error))")
            return
        }
        #expect(problem.message.contains(words), "\(name): \(problem.message)")
        #expect(!problem.remedy.isEmpty)
        #expect(problem.sort == .refused)
    }

    @Test("the settings of the object workflow are read")
    func thresholds() throws {
        let project = try IlastikProject(bytes: try ProjectFixtures.bytes("objects.ilp"))
        let thresholds = try #require(project.thresholds)
        #expect(thresholds.recipeText == "{ threshold = 0.5, class = 1, smooth = 1.0, area = [10, 1000000] }")
        #expect(try IlastikProject(bytes: try ProjectFixtures.bytes("planes.ilp")).thresholds == nil)
    }

    @Test("a class without annotations is remarked upon")
    func skipped() throws {
        let project = try IlastikProject(bytes: try ProjectFixtures.bytes("skipped.ilp"))
        #expect(project.remarks.count == 2)
        #expect(project.remarks.allSatisfy { $0.contains("has no annotations") })
    }
}

@Suite("extracts of projects", .enabled(if: HDF5File.problemOfLibrary == nil))
struct PixelStagesTests {
    private static func stages(_ name: String) throws -> PixelStages {
        try IlastikProject(bytes: try ProjectFixtures.bytes("\(name).ilp")).stages
    }

    @Test("an extract is read as it was written", arguments: ProjectFixtures.all.good.keys.sorted())
    func roundTrip(name: String) throws {
        let stages = try Self.stages(name)
        let extract = try stages.extract()
        #expect(try PixelStages(extract: extract) == stages)
        #expect(try PixelStages(extract: extract).extract() == extract)
        let parsed = try Classifier(parsing: extract, name: "x") { _ in nil }
        #expect(parsed.plan == (try Classifier(stages)).plan)
    }

    @Test("the extract does not depend on the order in which a tree's nodes are kept")
    func order() throws {
        var stages = try Self.stages("planes")
        let extract = try stages.extract()
        // The second tree's nodes go behind all others.
        var forest = stages.stages[0].forest
        let (first, end) = (Int(forest.roots[1]), Int(forest.roots[2]))
        let moved = Int32(forest.nodes.count - first)
        for node in forest.nodes[first..<end] {
            var node = node
            if node.feature >= 0 { (node.less, node.otherwise) = (node.less + moved, node.otherwise + moved) }
            forest.nodes.append(node)
        }
        forest.roots[1] += moved
        stages.stages[0].forest = forest
        #expect(try stages.extract() == extract)
    }

    @Test("what would not be read is not written")
    func bounds() throws {
        let good = try Self.stages("planes")
        var stages = good
        stages.stages[0].selection.entries = Array(repeating: good.stages[0].selection.entries[0], count: 1001)
        #expect(throws: ProjectProblem.self) { try stages.extract() }
        stages = good
        stages.channels = 4097
        #expect(throws: ProjectProblem.self) { try stages.extract() }
        stages = good
        stages.stages = Array(repeating: good.stages[0], count: 9)
        #expect(throws: ProjectProblem.self) { try stages.extract() }
    }

    @Test("an extract that is cut off, or longer, is refused")
    func cut() throws {
        let extract = try Self.stages("autocontext").extract()
        for count in 0..<extract.count {
            #expect(throws: ProjectProblem.self) { try PixelStages(extract: Array(extract.prefix(count))) }
        }
        #expect(throws: ProjectProblem.self) { try PixelStages(extract: extract + [0]) }
    }

    @Test("an extract in which any byte is another is refused, or is a classifier that can be checked")
    func changed() throws {
        let extract = try Self.stages("before").extract()
        for place in extract.indices {
            for value in [0, 1, 0x7F, 0xFF] as [UInt8] where value != extract[place] {
                var changed = extract
                changed[place] = value
                guard let stages = try? PixelStages(extract: changed) else { continue }
                for stage in stages.stages { #expect(throws: Never.self) { try stage.forest.check() } }
                #expect(try stages.extract() == changed)
            }
        }
    }
}

import Imaging
import Testing
import WorkerProtocol

/// Which outputs depend on which part of a recipe: the table is written by hand.
@Suite("What an output depends on")
struct RecipeIdentityTests {
    /// A recipe in which every part can be another.
    private struct Parts {
        var classifier = "c"
        var foreground: Foreground? = .positiveClass(2)
        var first: RecipeStep = .connectComponents
        var others: [RecipeStep] = [
            .keepSizes(least: 3, most: nil, unit: .pixels), .classifyObjects(classifier: "k", intensity: .channel(0)),
        ]
        var axes: AxisNames?
        var channels: AxisSelection?
        var positions: AxisSelection?
        var measurements: [MeasurementGroup]?
        var classNames: [String]?
        var classColors: [ClassPalette.Color]?
        var export: ValueExport?
        var outputs = OutputKind.all

        var recipe: Recipe {
            var recipe = Recipe(
                steps: [.classifyPixels(classifier: classifier, foreground: foreground), first] + others,
                axes: axes,
                measurements: measurements,
                classNames: classNames,
                outputs: outputs
            )
            (recipe.channels, recipe.positions) = (channels, positions)
            (recipe.classColors, recipe.export) = (classColors, export)
            return recipe
        }
    }

    private static let ofPixels: Set<OutputKind> = [.classes, .probabilities, .uncertainty, .features]
    private static let ofClasses: Set<OutputKind> = [.objectClasses, .objects, .overlay, .polygons, .rois, .coco]
    private static let ofObjects = ofClasses.union([.labels])
    private static let all = Set(OutputKind.all)

    private static let changes:
        [(name: String, due: Set<OutputKind>, isCounted: Bool, change: @Sendable (inout Parts) -> Void)] = [
            ("nothing", [], false, { _ in }),
            ("classifier", all, true, { $0.classifier = "d" }),
            ("positive class", all.subtracting(ofPixels), true, { $0.foreground = .positiveClass(3) }),
            ("threshold", all.subtracting(ofPixels), true, { $0.foreground = .threshold(0.5) }),
            ("axes", all, true, { $0.axes = AxisNames("ZYX") }),
            ("channels", all, true, { $0.channels = AxisSelection([.number(1)]) }),
            ("positions", all, true, { $0.positions = AxisSelection([.name("A1")]) }),
            ("measurements", [.objects], false, { $0.measurements = [.shape] }),
            ("names of classes", ofClasses.subtracting([.objects, .rois]), false, { $0.classNames = ["a"] }),
            ("colours of classes", ofClasses.subtracting([.objects]), false, { $0.classColors = [.init(1, 2, 3)] }),
            (
                "names and colours", ofClasses, false,
                { ($0.classNames, $0.classColors) = (["a"], [.init(1, 2, 3)]) }
            ),
            (
                "type of probabilities", [.probabilities, .uncertainty], false,
                { $0.export = ValueExport(type: .uint16, scale: .init(from: .init(0, 1), to: .init(0, 9))) }
            ),
            ("outputs", [], false, { $0.outputs = [.labels, .mask] }),
            ("no objects", [], true, { $0.outputs = [.classes] }),
            (
                "a size", all.subtracting(ofPixels), true,
                { $0.others[0] = .keepSizes(least: 4, most: nil, unit: .pixels) }
            ),
            (
                "its unit", all.subtracting(ofPixels), true,
                {
                    $0.others[0] = .keepSizes(least: 3, most: nil, unit: .squareMicrometres)
                }
            ),
            ("a step more", all.subtracting(ofPixels), true, { $0.others.insert(.fillHoles, at: 0) }),
            ("a step after the classes", all.subtracting(ofPixels), true, { $0.others.append(.dropBorderObjects) }),
            (
                "the classifier of classes", ofClasses, false,
                {
                    $0.others[1] = .classifyObjects(classifier: "l", intensity: .channel(0))
                }
            ),
            ("its channel", ofClasses, false, { $0.others[1] = .classifyObjects(classifier: "k", intensity: .labels) }),
            ("no classes", ofClasses, false, { $0.others.removeLast() }),
            (
                "two classifiers", all.subtracting(ofPixels), true,
                {
                    $0.others[0] = .keepObjects(classifier: "s", intensity: .labels)
                }
            ),
            (
                "objects of each class", all.subtracting(ofPixels), true,
                {
                    ($0.foreground, $0.first) = (nil, .connectEachClass(background: 1))
                }
            ),
        ]

    @Test("follows from what it is made of", arguments: changes.indices)
    func table(index: Int) {
        let (name, due, isCounted, change) = Self.changes[index]
        var parts = Parts()
        let before = parts.recipe
        change(&parts)
        let changed = Set(OutputKind.all.filter { before.parts(of: $0) != parts.recipe.parts(of: $0) })
        #expect(changed == due, "\(name)")
        #expect((before.partsOfCounts != parts.recipe.partsOfCounts) == isCounted, "\(name)")
    }

    @Test("colours of pixels' classes are told in the images of these too; the same two colours are the same identity")
    func coloursOfPixels() {
        var parts = Parts()
        parts.others = []
        let before = parts.recipe
        parts.classColors = [.init(255, 136, 0), .init(0, 0, 1)]
        let after = parts.recipe
        let due = Set(OutputKind.all.filter { before.parts(of: $0) != after.parts(of: $0) })
        #expect(due == [.classes, .probabilities, .objectClasses, .overlay, .polygons, .rois, .coco])
        #expect(after.settings.map(\.part.line) == ["class_colors=#ff8800,#000001"])
        #expect(after.classOfObjects == 2 && before.classOfObjects == nil)
        #expect(after.writing([.mask]).classColors == after.classColors)
    }

    @Test("objects that are made of a class's probability are of that class")
    func classOfProbability() throws {
        var parts = Parts()
        (parts.foreground, parts.others, parts.classColors) = (nil, [], [.init(1, 2, 3)])
        parts.first = .thresholdProbabilities(try ProbabilityThreshold(threshold: 0.5, classNumber: 3))
        #expect(parts.recipe.classOfObjects == 3)
        parts.classColors = nil
        #expect(parts.recipe.classOfObjects == nil)
    }

    @Test("probabilities that were written in another type are no start, and features have none")
    func noStart() {
        var parts = Parts()
        (parts.foreground, parts.others, parts.outputs) = (.threshold(0.5), [], [.labels])
        #expect(parts.recipe.starts(counting: []).contains(.probabilities))
        parts.export = ValueExport(type: .float32, scale: .init(from: .init(0, 1), to: .init(0, 255)))
        #expect(!parts.recipe.starts(counting: []).contains(.probabilities))
        (parts.export, parts.outputs) = (nil, [.features, .labels])
        #expect(parts.recipe.starts(counting: []).isEmpty)
    }

    @Test("a mask of pixels does not depend on how its objects are found, nor on their classes")
    func plainMask() {
        var parts = Parts()
        parts.others = []
        let before = parts.recipe
        parts.others = [.classifyObjects(classifier: "k", intensity: .labels)]
        #expect(before.parts(of: .mask) == parts.recipe.parts(of: .mask))
        #expect(before.parts(of: .labels) == parts.recipe.parts(of: .labels))
        parts.first = .connectEachClass(background: 1)
        #expect(before.parts(of: .mask) != parts.recipe.parts(of: .mask))
    }

    @Test("labels that others made are told by their pattern, and the background by its class")
    func otherStarts() {
        func labels(_ pattern: String) -> Recipe {
            Recipe(steps: [.takeLabels(pattern: pattern), .fillHoles], outputs: [.labels])
        }
        func eachClass(_ number: Int) -> Recipe {
            Recipe(
                steps: [
                    .classifyPixels(classifier: "c", foreground: nil), .connectEachClass(background: number),
                ],
                outputs: [.labels, .classes]
            )
        }
        #expect(labels("a").parts(of: .labels) != labels("b").parts(of: .labels))
        #expect(labels("a").parts(of: .mask) != labels("b").parts(of: .mask))
        #expect(eachClass(1).parts(of: .labels) != eachClass(2).parts(of: .labels))
        #expect(eachClass(1).parts(of: .classes) == eachClass(2).parts(of: .classes))
    }

    /// What can take the place of the pixels' classification, best first.
    @Test("a map serves where it says all that is needed, and the counts can be made of it")
    func starts() {
        let mapper = Parts(foreground: .threshold(0.5), others: [])
        let classes = Parts(others: [])
        func starts(_ parts: Parts, _ outputs: [OutputKind], counting: Bool) -> [OutputKind] {
            var parts = parts
            parts.outputs = outputs
            return parts.recipe.starts(counting: counting ? parts.recipe.countedProducts : nil)
        }
        #expect(starts(mapper, [.mask, .labels], counting: true) == [.mask, .probabilities])
        #expect(starts(classes, [.objects], counting: true) == [.mask, .classes])
        #expect(starts(classes, [.objects], counting: false) == [.labels, .mask, .classes])
        #expect(starts(classes, [.classes], counting: false) == [.classes])
        #expect(starts(classes, [.probabilities], counting: false) == [])
        #expect(starts(mapper, [.classes, .mask], counting: false) == [])
        #expect(starts(Parts(), [.labels], counting: true) == [.classes])
        #expect(starts(Parts(), [.objects], counting: false) == [.labels, .classes])
        #expect(starts(classes, [], counting: false) == [])
        #expect(starts(classes, [], counting: true) == [.mask, .classes])
        // A step after the classes of objects carries them along by origin.
        let carried = Parts(others: [.classifyObjects(classifier: "k", intensity: .labels), .fillHoles])
        #expect(starts(carried, [.objects], counting: false) == [.classes])
        let eachClass = Parts(foreground: nil, first: .connectEachClass(background: 1), others: [])
        #expect(starts(eachClass, [.objects, .labels], counting: false) == [.classes])
    }

    @Test("names are those of the classes of objects where a step classifies these, and else those of pixels")
    func classNames() {
        func recipe(_ others: [RecipeStep]) -> Recipe {
            Recipe(
                steps: [.classifyPixels(classifier: "c", foreground: .positiveClass(2)), .connectComponents] + others,
                classNames: ["background", "nuclei"],
                outputs: [.classes, .labels]
            )
        }
        let (ofPixels, ofObjects) = (recipe([]), recipe([.classifyObjects(classifier: "k", intensity: .channel(0))]))
        for kind in [OutputKind.classes, .probabilities] {
            #expect(ofPixels.parts(of: kind) != ofObjects.parts(of: kind))
        }
        #expect(ofPixels.parts(of: .labels) == ofObjects.parts(of: .labels))
    }
}

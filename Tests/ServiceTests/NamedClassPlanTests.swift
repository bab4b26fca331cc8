import Imaging
import Results
import Service
import Settings
import SystemPackage
import Testing
import WorkerProtocol

@Suite("Recipes that name classes, and say how wide labels are")
struct NamedClassPlanTests {
    /// A recipe of a classifier with `classes` classes of pixels, and one of objects with two.
    private static func plan(
        classes: Int = 3,
        marks: [ClassMark] = [],
        change: (inout RecipeSettings) -> Void
    ) throws -> RecipePlan {
        var facts = try ClassifierFixtures.facts("nuclei")
        (facts.classes, facts.classMarks) = (classes, marks)
        var objects = facts
        (objects.task, objects.kind, objects.classes, objects.gives) = (.classifyObjects, "ObjectClassifier", 2, [])
        objects.classMarks = []
        var settings = RecipeSettings(classifier: "/pixels.cl")
        change(&settings)
        return try RecipePlan(
            settings,
            classifiers: [
                "/pixels.cl": .init(facts: facts, digest: "pixels"),
                "/types.cl": .init(facts: objects, digest: "types"),
            ]
        )
    }

    @Test("carry both to the worker; fewer names than classes are enough")
    func carried() throws {
        let plan = try Self.plan {
            $0.classNames = ["background", "nuclei"]
            $0.labelType = .uint32
        }
        #expect(plan.recipe.classNames == ["background", "nuclei"] && plan.recipe.labelType == .uint32)
        #expect(plan.recipe.pixelClassNames == ["background", "nuclei"])
        #expect(plan.recipe.writing([.labels]).classNames == ["background", "nuclei"])
        #expect(plan.recipe.writing([.labels]).labelType == .uint32)
        let settings = Summary.Settings(plan.recipe)
        #expect(settings.classNames == ["background", "nuclei"] && settings.labelType == .uint32)
    }

    @Test("name the classes of objects where a step gives these")
    func objects() throws {
        let steps: [StepSettings] = [.byClassifier(.classify, "/types.cl", nil)]
        let plan = try Self.plan { ($0.steps, $0.classNames) = (steps, ["dead", "alive"]) }
        #expect(plan.recipe.classNames == ["dead", "alive"] && plan.recipe.pixelClassNames == nil)
        let failure = try #require(throws: Failure.self) {
            try Self.plan { ($0.steps, $0.classNames) = (steps, ["dead", "alive", "none"]) }
        }
        #expect(failure.kind == "recipe_impossible" && failure.message.contains("types.cl knows 2 class"))
    }

    @Test("are refused with names of classes that are not there, or a width of labels that are not written")
    func refused() throws {
        let cases: [(String, (inout RecipeSettings) -> Void)] = [
            ("leave \"d\", \"e\" out", { $0.classNames = ["a", "b", "c", "d", "e"] }),
            ("nothing in the recipe gives any", { ($0.classifier, $0.classNames) = (nil, ["a"]) }),
            ("leave \"#000004\" out", { $0.classColors = (1...4).map { .init(0, 0, $0) } }),
            ("class_colors colours classes", { ($0.classifier, $0.classColors) = (nil, [.init(1, 1, 1)]) }),
            ("outputs holds neither", { ($0.outputs, $0.export) = ([.mask], ValueExport(type: .uint8)) }),
            ("does not hold \"labels\"", { ($0.outputs, $0.labelType) = ([.mask], .uint16) }),
        ]
        for (reason, change) in cases {
            let failure = try #require(throws: Failure.self) {
                try Self.plan {
                    change(&$0)
                    if $0.classifier == nil { $0.labels = try? LabelsPattern("{stem}_m.tif") }
                }
            }
            #expect(failure.kind == "recipe_impossible" && "\(failure)".contains(reason), "\(failure)")
        }
    }

    @Test("take those of the classifier where the recipe says none, unless a step gives objects classes of their own")
    func ofClassifier() throws {
        let marks = [ClassMark(name: "Background", color: .init(255, 255, 255)), ClassMark(name: "Nuclei")]
        let colors = [ClassPalette.Color(255, 255, 255), ClassPalette.color(of: 2)]
        let plan = try Self.plan(marks: marks) { $0.positiveClass = 2 }
        #expect(plan.recipe.classNames == ["Background", "Nuclei"] && plan.recipe.classColors == colors)
        #expect(plan.recipe.classOfObjects == 2)
        let settings = Summary.Settings(plan.recipe)
        #expect(settings.classColors == colors)
        let named = try Self.plan(marks: marks) { $0.classNames = ["b"] }.recipe
        #expect(named.classNames == ["b"] && named.classColors == colors)
        let coloured = try Self.plan(marks: marks) { $0.classColors = [.init(1, 2, 3)] }.recipe
        #expect(coloured.classNames == ["Background", "Nuclei"] && coloured.classColors == [.init(1, 2, 3)])
        let steps: [StepSettings] = [.byClassifier(.classify, "/types.cl", nil)]
        let objects = try Self.plan(marks: marks) { $0.steps = steps }.recipe
        #expect(objects.classNames == nil && objects.classColors == nil)
        // Without marks everything is as it was.
        #expect(try Self.plan { _ in }.recipe.classColors == nil)
    }

    @Test("are those of the classifier's project where the recipe has none; another name there makes no result due")
    func ofProject() throws {
        func plan(_ names: [String], own: [String]? = nil, isOfProject: Bool = false) throws -> RecipePlan {
            var facts = try ClassifierFixtures.facts("nuclei")
            facts.classMarks = names.map { ClassMark(name: $0, color: ClassPalette.Color(1, 2, 3)) }
            var settings = RecipeSettings(classifier: "/pixels.ilp")
            (settings.classNames, settings.hasNamesOfProject) = (own, isOfProject)
            return try RecipePlan(settings, classifiers: ["/pixels.ilp": .init(facts: facts, digest: "pixels")])
        }
        let (before, after) = (try plan(["background", "nuclei"]).recipe, try plan(["nothing", "cells"]).recipe)
        #expect(before.classNames == ["background", "nuclei"] && after.classNames == ["nothing", "cells"])
        #expect(before.digest == after.digest)
        // Their files are others all the same: none is taken over when something else is made anew.
        #expect(before.identity(of: .polygons) != after.identity(of: .polygons))
        #expect(before.writing([.polygons]).hasNamesOfProject && before.writing([.polygons]).hasColorsOfProject)
        let own = try plan(["background", "nuclei"], own: ["x", "y"]).recipe
        #expect(own.classNames == ["x", "y"] && !own.hasNamesOfProject && own.digest != before.digest)
        #expect(Summary.Settings(own).ofProject == [.colors])
        // What a summary tells of them is done again under those names, and is no other result for it.
        let told = Summary.Settings(before)
        #expect(told.ofProject == [.names, .colors])
        let again = try plan(["nothing", "cells"], own: told.classNames, isOfProject: true).recipe
        #expect(again.classNames == ["background", "nuclei"] && again.digest == before.digest)
        #expect(try Summary.Settings(Self.plan { $0.classNames = ["b"] }.recipe).ofProject == nil)
    }

    @Test("have an identity of their own; the standard leaves no trace")
    func identity() throws {
        let none = try Self.plan { _ in }.recipe.digest
        #expect(try Self.plan { $0.labelType = .auto }.recipe.digest == none)
        let changes: [(inout RecipeSettings) -> Void] = [
            { $0.labelType = .uint16 }, { $0.labelType = .uint32 }, { $0.classNames = ["a"] },
            { $0.classNames = ["a", "b"] }, { $0.classNames = ["a,b"] },
            { $0.classColors = [.init(1, 2, 3)] }, { $0.classColors = [.init(1, 2, 4)] },
            { $0.classNames = ["a,1:b"] },
        ]
        let digests = try changes.map { try Self.plan(change: $0).recipe.digest }
        #expect(Set(digests + [none]).count == changes.count + 1)
        let exports = [nil, ValueExport(type: .uint8), ValueExport(type: .uint16)]
        let exported = try exports.map { export in
            try Self.plan { ($0.outputs, $0.export) = ([.probabilities], export) }.recipe.digest
        }
        #expect(Set(exported).count == exports.count)
    }
}

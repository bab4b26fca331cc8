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
        change: (inout RecipeSettings) -> Void
    ) throws -> RecipePlan {
        var facts = try ClassifierFixtures.facts("nuclei")
        facts.classes = classes
        var objects = facts
        (objects.task, objects.kind, objects.classes, objects.gives) = (.classifyObjects, "ObjectClassifier", 2, [])
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

    @Test("have an identity of their own; the standard leaves no trace")
    func identity() throws {
        let none = try Self.plan { _ in }.recipe.digest
        #expect(try Self.plan { $0.labelType = .auto }.recipe.digest == none)
        let changes: [(inout RecipeSettings) -> Void] = [
            { $0.labelType = .uint16 }, { $0.labelType = .uint32 }, { $0.classNames = ["a"] },
            { $0.classNames = ["a", "b"] }, { $0.classNames = ["a,b"] }, { $0.classNames = ["a,1:b"] },
        ]
        let digests = try changes.map { try Self.plan(change: $0).recipe.digest }
        #expect(Set(digests + [none]).count == changes.count + 1)
    }
}

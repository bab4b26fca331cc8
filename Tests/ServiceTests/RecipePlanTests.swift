import Imaging
import Results
import Service
import Settings
import SystemPackage
import Testing
import WorkerProtocol

@Suite("Recipe and classifier joined")
struct RecipePlanTests {
    private static func recipe(
        outputs: [OutputKind]? = nil,
        positiveClass: Int? = nil,
        threshold: Double? = nil
    ) -> RecipeSettings {
        RecipeSettings(
            classifier: "/models/x.cl",
            outputs: outputs,
            positiveClass: positiveClass,
            threshold: threshold
        )
    }

    /// One line of the table: a classifier file, a recipe, and what is asked of the worker.
    struct Line: Sendable, CustomStringConvertible {
        var classifier: String
        var recipe: RecipeSettings
        var outputs: [OutputKind]
        var positiveClass: Int?
        var threshold: Float?
        var foreground: Foreground? {
            positiveClass.map(Foreground.positiveClass) ?? threshold.map(Foreground.threshold)
        }
        var description: String { "\(classifier), \(recipe)" }
    }

    private static let table: [Line] = [
        Line(classifier: "nuclei", recipe: recipe(), outputs: [.mask, .labels, .objects], positiveClass: 2),
        Line(classifier: "surroundings", recipe: recipe(), outputs: [.mask, .labels, .objects], positiveClass: 1),
        Line(
            classifier: "surroundings",
            recipe: recipe(positiveClass: 1),
            outputs: [.mask, .labels, .objects],
            positiveClass: 1
        ),
        Line(
            classifier: "nuclei",
            recipe: recipe(outputs: [.probabilities, .labels, .classes], positiveClass: 2),
            outputs: [.labels, .classes, .probabilities],
            positiveClass: 2
        ),
        Line(classifier: "tissue", recipe: recipe(), outputs: [.classes]),
        Line(
            classifier: "tissue",
            recipe: recipe(positiveClass: 3),
            outputs: [.mask, .labels, .classes, .objects],
            positiveClass: 3
        ),
        Line(
            classifier: "tissue",
            recipe: recipe(outputs: [.mask], positiveClass: 3),
            outputs: [.mask],
            positiveClass: 3
        ),
        Line(classifier: "nuclei_probability", recipe: recipe(), outputs: [.probabilities]),
        Line(
            classifier: "nuclei_probability",
            recipe: recipe(threshold: 0.75),
            outputs: [.mask, .labels, .probabilities, .objects],
            threshold: 0.75
        ),
        Line(
            classifier: "nuclei_probability",
            recipe: recipe(outputs: [.labels], threshold: 0.75),
            outputs: [.labels],
            threshold: 0.75
        ),
    ]

    @Test("the kind of classifier fills in what the recipe leaves open", arguments: table)
    func plan(line: Line) throws {
        let plan = try RecipePlan(line.recipe, classifier: ClassifierFixtures.facts(line.classifier), digest: "d")
        #expect(plan.recipe.outputs == line.outputs)
        #expect(plan.recipe.foreground == line.foreground)
        #expect(plan.warnings == [])
    }

    @Test("an ObjectSegmenter whose file names no class: the recipe's, or 2 as in APOC", arguments: [nil, 1, 2])
    func openClass(wanted: Int?) throws {
        let classifier = try ClassifierFixtures.facts("nuclei") {
            $0.replacing("positive_class_identifier = 2\n", with: "")
        }
        let plan = try RecipePlan(Self.recipe(positiveClass: wanted), classifier: classifier, digest: "d")
        #expect(plan.recipe.foreground == .positiveClass(wanted ?? 2))
        #expect(plan.warnings.isEmpty)
        #expect(plan.recipe.outputs == [.mask, .labels, .objects])
    }

    @Test(
        "an output that the classifier does not give is refused with the remedy",
        arguments: [
            ("tissue", OutputKind.labels, "positive_class = 2"), ("tissue", .objects, "positive_class = 2"),
            ("nuclei_probability", .mask, "threshold = 0.5"), ("nuclei_probability", .classes, "\"probabilities\""),
        ]
    )
    func impossible(name: String, output: OutputKind, remedy: String) throws {
        let classifier = try ClassifierFixtures.facts(name)
        let failure = try #require(throws: Failure.self) {
            try RecipePlan(Self.recipe(outputs: [output]), classifier: classifier, digest: "d")
        }
        #expect(failure.kind == "recipe_impossible")
        #expect(failure.message.contains("\"\(output.rawValue)\""))
        #expect(failure.message.contains(name == "tissue" ? "PixelClassifier" : "ProbabilityMapper"))
        #expect(failure.remedy.contains(remedy))
        #expect(!failure.isTransient)
    }

    @Test(
        "what the classifier has no use for is refused, and named",
        arguments: [
            ("surroundings", recipe(positiveClass: 2), "ObjectSegmenter of class 1"),
            ("nuclei", recipe(positiveClass: 5), "positive_class = 5"),
            ("nuclei", recipe(positiveClass: 2, threshold: 0.5), "threshold = 0.5"),
            ("tissue", recipe(threshold: 0.5), "only a ProbabilityMapper"),
            ("tissue", recipe(positiveClass: 4), "the classifier has 3 class"),
            ("nuclei_probability", recipe(positiveClass: 2, threshold: 0.5), "positive_class = 2"),
        ]
    )
    func meaningless(name: String, recipe: RecipeSettings, reason: String) throws {
        let failure = try #require(throws: Failure.self) {
            try RecipePlan(recipe, classifier: ClassifierFixtures.facts(name), digest: "d")
        }
        #expect(failure.kind == "recipe_impossible" && failure.message.contains(reason), "\(failure)")
        #expect(!failure.remedy.isEmpty && !failure.isTransient)
    }

    @Test("steps follow the labelling, and one that has nothing to work on is refused")
    func steps() throws {
        var recipe = Self.recipe()
        recipe.steps = [.fillHoles]
        let plan = try RecipePlan(recipe, classifier: ClassifierFixtures.facts("nuclei"), digest: "d")
        let classify = RecipeStep.classifyPixels(classifier: "d", foreground: .positiveClass(2))
        #expect(plan.recipe.steps == [classify, .connectComponents, .fillHoles])
        let failure = try #require(throws: Failure.self) {
            try RecipePlan(recipe, classifier: ClassifierFixtures.facts("tissue"), digest: "d")
        }
        #expect(failure.kind == "recipe_impossible" && failure.message.contains("needs labels"))
    }

    @Test("names for axes are settings, and a header that differs from the forest is said")
    func axesAndRemarks() throws {
        var recipe = Self.recipe()
        recipe.axes = AxisNames("ZYX")
        let plan = try RecipePlan(
            recipe,
            classifier: ClassifierFixtures.facts("nuclei") {
                $0.replacing("num_classes = 2", with: "num_classes = 99")
                    .replacing("num_ground_truth_dimensions = 2\n", with: "")
            },
            digest: "d"
        )
        #expect(plan.recipe.axes == AxisNames("ZYX"))
        #expect(plan.warnings.count == 2)
        #expect(plan.warnings.contains { $0.contains("num_classes = 99, and its forest has 2") })
        #expect(plan.warnings.contains { $0.contains("num_ground_truth_dimensions = 3") })
    }
}

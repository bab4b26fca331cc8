import Imaging
import Results
import Service
import Settings
import SystemPackage
import Testing
import WorkerProtocol

@Suite("Recipes with steps for objects")
struct ObjectRecipeTests {
    private static let files: [(name: String, task: ClassifierFacts.Task, kind: String)] = [
        ("/keep.cl", .selectObjects, "ObjectSelector"), ("/merge.cl", .mergeObjects, "ObjectMerger"),
        ("/types.cl", .classifyObjects, "ObjectClassifier"), ("/rows.cl", .classifyRows, "TableRowClassifier"),
    ]

    /// What is known of every classifier of a recipe.
    private static func known(pixels: String = "nuclei") throws -> [FilePath: RecipePlan.Known] {
        var known: [FilePath: RecipePlan.Known] = [:]
        known["/pixels.cl"] = .init(facts: try ClassifierFixtures.facts(pixels), digest: "pixels")
        for (name, task, kind) in files {
            let facts = ClassifierFacts(
                task: task,
                kind: kind,
                features: ["area"],
                channels: 1,
                dimensions: nil,
                classes: 2,
                gives: [],
                purpose: nil,
                foreground: .chosenClass(standard: nil),
                remarks: []
            )
            known[FilePath(name)] = .init(facts: facts, digest: name)
        }
        return known
    }

    private static func plan(
        _ steps: [StepSettings],
        labels: String? = nil,
        pixels: String = "nuclei",
        change: (inout RecipeSettings) -> Void = { _ in }
    ) throws -> RecipePlan {
        var recipe = RecipeSettings(
            classifier: labels == nil ? "/pixels.cl" : nil,
            labels: try labels.map { try LabelsPattern($0) },
            steps: steps
        )
        change(&recipe)
        return try RecipePlan(recipe, classifiers: known(pixels: pixels))
    }

    @Test("are chains with the digest of each file")
    func chain() throws {
        let plan = try Self.plan([
            .byClassifier(.keep, "/keep.cl", nil), .byClassifier(.merge, "/merge.cl", .labels),
            .byClassifier(.classify, "/types.cl", .channel(0)),
        ])
        #expect(
            plan.recipe.steps == [
                .classifyPixels(classifier: "pixels", foreground: .positiveClass(2)), .connectComponents,
                .keepObjects(classifier: "/keep.cl", intensity: .channel(0)),
                .mergeObjects(classifier: "/merge.cl", intensity: .labels),
                .classifyObjects(classifier: "/types.cl", intensity: .channel(0)),
            ]
        )
        #expect(plan.recipe.steps.compactMap(\.classifier) == ["pixels", "/keep.cl", "/merge.cl", "/types.cl"])
    }

    @Test("have one digest of all their files, which each of them changes; that of a single file is its own")
    func combinedDigest() {
        #expect(ClassifierDigests.combined(["a"]) == "a" && ClassifierDigests.combined([]) == "")
        let digests = [["a", "b"], ["a", "c"], ["b", "a"], ["a", "b", "c"], ["a"]].map(ClassifierDigests.combined)
        #expect(Set(digests).count == digests.count)
    }

    @Test("may begin with labels, which give the mask too")
    func labels() throws {
        let plan = try Self.plan([.dropBorderObjects], labels: "{stem}_m.tif")
        #expect(plan.recipe.steps == [.takeLabels(pattern: "{stem}_m.tif"), .dropBorderObjects])
        #expect(plan.recipe.outputs == [.mask, .labels, .objects])
        #expect(plan.classifiersDigest == "")
    }

    @Test("have another identity as soon as a step differs, and the old one without steps")
    func identity() throws {
        let none = try Self.plan([]).recipe.digest
        let plain = try RecipePlan(
            RecipeSettings(classifier: "/c.cl"),
            classifier: ClassifierFixtures.facts("nuclei"),
            digest: "d"
        )
        #expect(plain.recipe.digest == none && plain.classifiersDigest == "d")
        let steps: [StepSettings] = [
            .dropBorderObjects, .fillHoles, .splitTouching(smoothing: 3), .splitTouching(smoothing: 4),
            .keepSizes(least: 1, most: 2, unit: .pixels), .keepSizes(least: 1, most: 3, unit: .pixels),
            .keepSizes(least: 1, most: .infinity, unit: .pixels),
            .keepSizes(least: 1, most: 2, unit: .squareMicrometres), .byClassifier(.keep, "/keep.cl", nil),
            .byClassifier(.keep, "/keep.cl", .labels), .byClassifier(.classify, "/types.cl", nil),
            .thresholdProbabilities(try ProbabilityThreshold(threshold: 0.5, classNumber: 2)),
            .thresholdProbabilities(try ProbabilityThreshold(threshold: 0.5, classNumber: 1)),
            .thresholdProbabilities(try ProbabilityThreshold(threshold: 0.5, classNumber: 2, smoothing: [1])),
        ]
        let digests = try steps.map { try Self.plan([$0]).recipe.digest }
        #expect(Set(digests + [none]).count == steps.count + 1)
    }

    @Test("make objects of each class, where that is asked for")
    func eachClass() throws {
        let plan = try Self.plan([], pixels: "tissue") { $0.backgroundClass = 1 }
        #expect(
            plan.recipe.steps == [
                .classifyPixels(classifier: "pixels", foreground: nil), .connectEachClass(background: 1),
            ]
        )
        #expect(plan.recipe.outputs.contains(.labels))
    }

    @Test("make objects of probabilities, without a class that is positive, by any classifier that gives them")
    func threshold() throws {
        let threshold = try ProbabilityThreshold(threshold: 0.5, classNumber: 2, core: 0.8)
        for pixels in ["tissue", "nuclei"] {
            let plan = try Self.plan([.thresholdProbabilities(threshold), .fillHoles], pixels: pixels)
            #expect(
                plan.recipe.steps == [
                    .classifyPixels(classifier: "pixels", foreground: nil), .thresholdProbabilities(threshold),
                    .fillHoles,
                ]
            )
            #expect(plan.recipe.outputs.contains(.labels) && plan.recipe.outputs.contains(.mask))
        }
        let single = try ProbabilityThreshold(threshold: 0.5)
        let mapped = try Self.plan([.thresholdProbabilities(single)], pixels: "nuclei_probability")
        #expect(mapped.recipe.steps.last == .thresholdProbabilities(single))
    }

    @Test(
        "whose threshold says what cannot be are refused, and say why",
        arguments: [
            ("0.5", "tissue", "which of 3 classes"), ("0.5,class=4", "tissue", "class 4 of the step threshold"),
            ("0.5,class=1,core=0.8,core_class=7", "tissue", "class 7 of the step threshold"),
            ("0.5,class=1", "nuclei_probability", "the probability of one"),
        ]
    )
    func impossibleThreshold(text: String, pixels: String, reason: String) throws {
        let step = StepSettings.thresholdProbabilities(try ProbabilityThreshold(optionText: text))
        let failure = try #require(throws: Failure.self) { try Self.plan([step], pixels: pixels) }
        #expect(failure.kind == "recipe_impossible" && "\(failure)".contains(reason), "\(failure)")
    }

    @Test("refuse a threshold beside what makes objects too")
    func oneMaker() throws {
        let step = StepSettings.thresholdProbabilities(try ProbabilityThreshold(threshold: 0.5, classNumber: 2))
        let attempts: [(() throws -> RecipePlan, String)] = [
            ({ try Self.plan([step]) { $0.positiveClass = 2 } }, "positive_class and the step threshold"),
            ({ try Self.plan([step]) { $0.backgroundClass = 1 } }, "instances and the step threshold"),
            ({ try Self.plan([step, step]) }, "there are objects before it"),
            ({ try Self.plan([step], labels: "{stem}_m.tif") }, "there are objects before it"),
            ({ try Self.plan([.fillHoles, step]) }, "needs labels"),
        ]
        for (attempt, reason) in attempts {
            let failure = try #require(throws: Failure.self) { try attempt() }
            #expect("\(failure)".contains(reason), "\(failure)")
        }
    }

    @Test(
        "that cannot work are refused, and say why",
        arguments: [
            ([StepSettings.byClassifier(.keep, "/types.cl", nil)], "tissue", "needs an ObjectSelector"),
            ([.byClassifier(.classify, "/keep.cl", nil)], "nuclei", "is an ObjectSelector"),
            ([.byClassifier(.classify, "/pixels.cl", nil)], "nuclei", "needs an ObjectClassifier"),
            (
                [.byClassifier(.classify, "/types.cl", nil), .byClassifier(.merge, "/merge.cl", nil)], "nuclei",
                "behind classify"
            ),
            ([.fillHoles], "tissue", "needs labels"),
            ([.byClassifier(.keep, "/keep.cl", .channel(1))], "nuclei", "names channel 1"),
            ([.byClassifier(.classify, "/rows.cl", .channel(0))], "nuclei", "reads columns of the object table"),
        ]
    )
    func impossible(steps: [StepSettings], pixels: String, reason: String) throws {
        let failure = try #require(throws: Failure.self) { try Self.plan(steps, pixels: pixels) }
        #expect(failure.kind == "recipe_impossible" && "\(failure)".contains(reason), "\(failure)")
    }

    @Test("refuse what goes with other recipes")
    func contradictions() throws {
        let settings: [(RecipeSettings, String)] = [
            (RecipeSettings(classifier: "/keep.cl"), "works on objects"),
            (RecipeSettings(classifier: "/pixels.cl", positiveClass: 2, backgroundClass: 1), "none is positive"),
            (RecipeSettings(classifier: "/pixels.cl", backgroundClass: 9), "never occurs"),
            (
                RecipeSettings(classifier: "/pixels.cl", outputs: [.mask], measurements: [.shape]),
                "columns of the object table"
            ),
        ]
        for (recipe, reason) in settings {
            let failure = try #require(throws: Failure.self) { try RecipePlan(recipe, classifiers: Self.known()) }
            #expect("\(failure)".contains(reason), "\(failure)")
        }
    }
}

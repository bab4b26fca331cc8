import Imaging
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Steps of a recipe")
struct StepSettingsTests {
    /// The recipes of a folder with these lines.
    private static func recipes(_ lines: String) throws -> [RecipeSettings] {
        let text = "[[folder]]\npath = \"/data\"\n[[folder.recipe]]\n\(lines)"
        return try Settings(parsing: text, file: "/etc/segmentd/segmentd.toml").folders[0].recipes
    }

    @Test("are read in their order, with paths from the configuration's folder")
    func everyStep() throws {
        let recipe = try #require(
            try Self.recipes(
                """
                classifier = "nuclei.cl"
                steps = [
                  { keep = "round.cl" }, { merge = "/m/whole.cl", channel = 1 }, { area = [20, 5000] },
                  { area_um2 = [2.5, inf] }, { volume_um3 = [1, 90] }, { border = "drop" }, { fill_holes = true },
                  { split_touching = 3 }, { classify = "types.cl", channel = "none" },
                ]
                measurements = ["shape", "basic"]
                """
            ).first
        )
        #expect(
            recipe.steps == [
                .byClassifier(.keep, "/etc/segmentd/round.cl", nil),
                .byClassifier(.merge, "/m/whole.cl", .channel(1)),
                .keepSizes(least: 20, most: 5000, unit: .pixels),
                .keepSizes(least: 2.5, most: .infinity, unit: .squareMicrometres),
                .keepSizes(least: 1, most: 90, unit: .cubicMicrometres),
                .dropBorderObjects, .fillHoles, .splitTouching(smoothing: 3),
                .byClassifier(.classify, "/etc/segmentd/types.cl", .labels),
            ]
        )
        #expect(recipe.measurements == [.shape, .basic])
        #expect(
            recipe.classifiers == [
                "/etc/segmentd/nuclei.cl", "/etc/segmentd/round.cl", "/m/whole.cl", "/etc/segmentd/types.cl",
            ]
        )
    }

    @Test("make objects of probabilities, as configurations, command lines and messages write it")
    func thresholds() throws {
        let forms: [(table: String, option: String)] = [
            ("{ threshold = 0.5 }", "0.5"), ("{ threshold = 0.5, class = 2 }", "0.5,class=2"),
            (
                "{ threshold = 0.5, class = 1, smooth = 1.0, area = [10, 1000000] }",
                "0.5,class=1,smooth=1.0,area=10,1000000"
            ),
            (
                "{ threshold = 0.3, class = 2, core = 0.8, core_class = 1, merge = false }",
                "0.3,class=2,core=0.8,core_class=1,merge=false"
            ),
            (
                "{ threshold = 0.3, core = 0.8, smooth = [1.0, 1.0, 0.5], area = [0, 90] }",
                "0.3,core=0.8,smooth=1.0,1.0,0.5,area=0,90"
            ),
            ("{ threshold = 0.25, area = [4, inf] }", "0.25,area=4,inf"),
        ]
        for (table, option) in forms {
            let steps = try Self.recipes("classifier = \"/c.cl\"\nsteps = [ \(table) ]")[0].steps
            #expect(steps == [try StepSettings(name: "threshold", value: option)])
            guard case .thresholdProbabilities(let threshold)? = steps.first else {
                Issue.record("\(table) is no threshold")
                continue
            }
            #expect(threshold.recipeText == table && threshold.optionText == option)
        }
        let wrong = [
            "0.5,klass=2", "0.5,class=2,class=1", "1.5", "0.5,area=10", "0.5,smooth=1,1", "0.5,smooth=0.05", "a",
            "0.5,merge=no", "0.5,class=1.5", "",
        ]
        for value in wrong {
            #expect(throws: StepSettings.Problem.self) { try StepSettings(name: "threshold", value: value) }
        }
    }

    @Test("fill_holes = false is no step")
    func notFilled() throws {
        let recipes = try Self.recipes(
            "classifier = \"/c.cl\"\nsteps = [ { fill_holes = false }, { border = \"drop\" } ]"
        )
        #expect(recipes[0].steps == [.dropBorderObjects])
    }

    @Test("are the same as on the command line")
    func commandLine() throws {
        #expect(try StepSettings(name: "area", value: "20,5000") == .keepSizes(least: 20, most: 5000, unit: .pixels))
        #expect(
            try StepSettings(name: "area", value: "20,inf") == .keepSizes(least: 20, most: .infinity, unit: .pixels)
        )
        #expect(try StepSettings(name: "fill_holes", value: nil) == .fillHoles)
        #expect(try StepSettings(name: "border", value: "drop") == .dropBorderObjects)
        #expect(try StepSettings(name: "split_touching", value: "2.5") == .splitTouching(smoothing: 2.5))
        #expect(
            try StepSettings(name: "keep", value: "a.cl", intensity: .channel(2))
                == .byClassifier(.keep, "a.cl", .channel(2))
        )
    }

    @Test(
        "that are wrong are named with what to write",
        arguments: [
            ("steps = [ { area = [20, 5] } ]", "steps[0].area", "leaves nothing"),
            ("steps = [ { area = 20 } ]", "steps[0].area", "a list of 2 numbers"),
            ("steps = [ { area = [1, 2, 3] } ]", "steps[0].area", "a list of 2 numbers"),
            ("steps = [ { area = [1, \"b\"] } ]", "steps[0].area", "a list of 2 numbers"),
            ("steps = [ { border = \"keep\" } ]", "steps[0].border", "one word"),
            ("steps = [ { border = \"drop\", fill_holes = true } ]", "steps[0]", "names 2 steps"),
            ("steps = [ {} ]", "steps[0]", "names no step"),
            ("steps = [ { erode = 3 } ]", "steps[0].erode", "unknown key"),
            ("steps = [ { split_touching = -1 } ]", "steps[0].split_touching", "is -1"),
            ("steps = [ { threshold = 2 } ]", "steps[0].threshold", "is 2"),
            ("steps = [ { threshold = 0.5, core = 0.4 } ]", "steps[0].core", "is lower"),
            ("steps = [ { threshold = 0.5, core_class = 1 } ]", "steps[0].core_class", "goes with core"),
            ("steps = [ { threshold = 0.5, merge = false } ]", "steps[0].merge", "goes with core"),
            ("steps = [ { threshold = 0.5, class = 0 } ]", "steps[0].class", "is 0"),
            ("steps = [ { threshold = 0.5, smooth = [1, 1] } ]", "steps[0].smooth", "a list of 3 numbers"),
            ("steps = [ { threshold = 0.5, smooth = \"a\" } ]", "steps[0].smooth", "must be a number"),
            ("steps = [ { threshold = 0.5, area = [9, 1] } ]", "steps[0].area", "leaves nothing"),
            ("steps = [ { threshold = 0.5, area = [1.5, 9] } ]", "steps[0].area", "leaves nothing"),
            ("steps = [ { threshold = 0.5, border = \"drop\" } ]", "steps[0]", "beside threshold"),
            ("steps = [ { border = \"drop\", class = 2 } ]", "steps[0].class", "no meaning"),
            ("steps = [ { keep = 3 } ]", "steps[0].keep", "must be a text"),
            ("steps = [ { border = \"drop\", channel = 1 } ]", "steps[0].channel", "no meaning"),
            ("steps = { keep = \"a.cl\" }", "steps", "must be a list of tables"),
            ("steps = [ 3 ]", "steps", "must hold tables only"),
            ("measurements = [\"size\"]", "measurements[0]", "not a group"),
            ("background_class = 1", "background_class", "without instances"),
            ("instances = \"every\"", "instances", "is not known"),
            ("labels = \"{stem}_m.tif\"", "classifier", "begins with labels"),
        ]
    )
    func mistakes(line: String, key: String, message: String) throws {
        let error = try #require(throws: SettingsError.self) { try Self.recipes("classifier = \"/c.cl\"\n\(line)") }
        #expect(error.problems.count == 1, "\(error)")
        #expect(error.problems.first?.keyPath == "folder[0].recipe[0].\(key)")
        #expect(error.description.contains(message), "\(error)")
    }
}

@Suite("Label images that others made")
struct LabelsPatternTests {
    @Test("belong to the image whose stem their name holds")
    func places() throws {
        let beside = try LabelsPattern("{stem}_cp_masks.tif")
        #expect(beside.labels(ofImage: "/d/x.tif").first == "/d/x_cp_masks.tif")
        #expect(beside.labels(ofImage: "/d/x.ome.tiff").first == "/d/x_cp_masks.tif")
        #expect(beside.images(ofLabels: "/d/x_cp_masks.tif").contains("/d/x.tif"))
        #expect(beside.images(ofLabels: "/d/x_cp_masks.tif").contains("/d/x.ome.tif"))
        #expect(beside.images(ofLabels: "/d/x.tif").isEmpty)
        #expect(beside.images(ofLabels: "/d/_cp_masks.tif").isEmpty)
        // Some programs take x.ome for the stem.
        #expect(beside.labels(ofImage: "/d/x.ome.tif") == ["/d/x_cp_masks.tif", "/d/x.ome_cp_masks.tif"])
        #expect(beside.images(ofLabels: "/d/x.ome_cp_masks.tif").contains("/d/x.ome.tif"))
        let below = try LabelsPattern("masks/{stem}.tif")
        #expect(below.labels(ofImage: "/d/x.tif").first == "/d/masks/x.tif")
        #expect(below.images(ofLabels: "/d/masks/x.tif").first == "/d/x.tif")
        #expect(below.images(ofLabels: "/d/x.tif").isEmpty)
        let around = try LabelsPattern("m_{stem}.tiff")
        #expect(around.labels(ofImage: "/d/x.tif").first == "/d/m_x.tiff")
        #expect(around.images(ofLabels: "/d/m_x.tiff").first == "/d/x.tif")
    }

    @Test(
        "are refused by names that say nothing",
        arguments: [
            "{stem}.tif", "{stem}.TIFF", "masks.tif", "{stem}{stem}.tif", "/m/{stem}.tif", "../{stem}.tif",
            "{stem}/m.tif",
            "{stem}_m.png", "", "a/../{stem}_m.tif",
        ]
    )
    func refused(text: String) {
        #expect(throws: StepSettings.Problem.self) { try LabelsPattern(text) }
    }

    @Test("are read as the beginning of a recipe")
    func setting() throws {
        let text = """
            [[folder]]
            path = "/data"
            [[folder.recipe]]
            labels = "{stem}_cp_masks.tif"
            """
        let recipe = try Settings(parsing: text, file: "/etc/s.toml").folders[0].recipes[0]
        #expect(recipe.classifier == nil && recipe.classifiers.isEmpty)
        #expect(recipe.labels?.text == "{stem}_cp_masks.tif")
    }
}

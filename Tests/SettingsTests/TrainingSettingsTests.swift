import Imaging
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Trainings of a recipe")
struct TrainingSettingsTests {
    /// A folder with a recipe of pixels and of objects, and these lines of a training.
    private static func text(_ lines: String) -> String {
        """
        [[folder]]
        path = "/data"
          [[folder.recipe]]
          classifier = "nuclei.cl"
          steps = [ { keep = "round.cl" } ]
            [[folder.recipe.training]]
            \(lines)
        """
    }

    private static func training(_ lines: String) throws -> TrainingSettings {
        try #require(try Configuration.settings(text(lines)).folders[0].recipes[0].trainings.first)
    }

    private static let needed = "annotations = \"annotations\"\nfeatures = \"small_quick\"\n"

    @Test("have the standard forest, judge by a fifth, and take what is not worse")
    func standard() throws {
        let training = try Self.training(Self.needed)
        #expect(training.annotations == "/etc/segmentd/annotations" && training.classifier == "/etc/segmentd/nuclei.cl")
        #expect(training.kind == .pixelClassifier && training.depth == 2 && training.trees == 100)
        #expect(training.holdBack == .share(0.2) && training.holdBackUnit == nil && training.accept == .ifNotWorse)
        #expect(training.images == nil && training.labels == nil)
        let folder = try Configuration.settings(Self.text(Self.needed)).folders[0]
        #expect(folder.images(of: training) == "/data")
    }

    @Test("tell a predefined set of features by what is in it")
    func predefinedIdentity() throws {
        let recipe = try Configuration.settings(Self.text(Self.needed)).folders[0].recipes[0]
        let predefined = try #require(recipe.trainings.first)
        var plain = predefined
        plain.features = PredefinedFeatures.resolve("small_quick")
        #expect(plain.features != "small_quick" && plain.identity(of: recipe) == predefined.identity(of: recipe))
        plain.features += " gaussian_blur=7"
        #expect(plain.identity(of: recipe) != predefined.identity(of: recipe))
    }

    @Test("say everything else themselves")
    func everyKey() throws {
        let training = try Self.training(
            """
            annotations = "/a/../b/"
            images = "/images"
            classifier = "round.cl"
            kind = "ObjectSelector"
            features = "area mean_intensity"
            depth = 5
            trees = 10
            positive_class = 2
            labels = "{stem}_labels.tif"
            folds = 4
            hold_back_by = "scribble"
            accept = "ask"
            """
        )
        #expect(training.annotations == "/b" && training.images == "/images")
        #expect(training.classifier == "/etc/segmentd/round.cl" && training.kind == .objectSelector)
        #expect(training.features == "area mean_intensity" && training.depth == 5 && training.trees == 10)
        #expect(training.positiveClass == 2 && training.labels?.text == "{stem}_labels.tif")
        #expect(training.holdBack == .folds(4) && training.holdBackUnit == .scribble && training.accept == .ask)
        #expect(try Self.training(Self.needed + "hold_back = false").holdBack == nil)
        #expect(try Self.training(Self.needed + "folds = 3\naccept = \"always\"").holdBack == .folds(3))
    }

    @Test("their folder of annotations is not looked through for images")
    func leftOut() throws {
        let settings = try Configuration.settings(Self.text("annotations = \"/data/a\"\nfeatures = \"original\""))
        #expect(settings.foldersLeftOut(of: settings.folders[0]) == ["/data/a"])
        #expect(settings.isTrained("/etc/segmentd/nuclei.cl") && !settings.isTrained("/etc/segmentd/round.cl"))
    }

    @Test(
        "that are wrong are named with what to write",
        arguments: [
            ("annotation = \"/a\"", "annotation", "unknown key"),
            ("features = 3", "features", "must be a text"),
            ("features = \" \"", "features", "names no features"),
            ("annotations = \"~/a\"", "annotations", "does not name a folder"),
            ("annotations = \"/data\"", "annotations", "is watched for images by folder[0]"),
            ("annotations = \"/\"", "annotations", "does not name a folder"),
            ("kind = \"PixelClasifier\"", "kind", "is not known"),
            ("kind = \"TableRowClassifier\"", "kind", "is trained from tables"),
            ("kind = \"ObjectSelector\"\nlabels = \"{stem}_m.tif\"", "kind", "a classifier of pixels in this recipe"),
            ("classifier = \"round.cl\"", "kind", "a classifier of objects in this recipe"),
            ("classifier = \"other.cl\"", "classifier", "is no classifier of this recipe"),
            ("kind = \"ObjectSelector\"\nclassifier = \"round.cl\"", "labels", "is missing"),
            ("labels = \"{stem}_m.tif\"", "labels", "has no meaning for a PixelClassifier"),
            ("positive_class = 2", "positive_class", "has no meaning for a PixelClassifier"),
            ("probability_class = 2", "probability_class", "has no meaning for a PixelClassifier"),
            ("hold_back = 0.2\nfolds = 3", "folds", "stands beside hold_back"),
            ("hold_back = 1.5", "hold_back", "is 1.5"),
            ("folds = 1", "folds", "is 1"),
            ("hold_back = false\nhold_back_by = \"image\"", "hold_back_by", "nothing is held back"),
            ("accept = \"never\"", "accept", "is not known"),
            ("depth = 0", "depth", "is 0"),
            ("folds = 4", "folds", "leaves nothing that the classifier in force was not trained on"),
            ("folds = 4\naccept = \"if-not-worse\"", "folds", "leaves nothing"),
            ("images = \"/a\"", "images", "is the folder of the annotations too"),
            ("images = \"/a/raw\"", "images", "lies in the folder of the annotations"),
        ]
    )
    func mistakes(lines: String, key: String, message: String) {
        var text = ["annotations = \"/a\"", "features = \"original\""].filter { line in
            !lines.split(separator: "\n").contains { $0.hasPrefix(line.prefix { $0 != "=" }) }
        }
        text.append(lines)
        let problems = Configuration.problems(Self.text(text.joined(separator: "\n")))
        #expect(problems.map(\.keyPath) == ["folder[0].recipe[0].training[0].\(key)"], "\(problems)")
        #expect(problems.first?.description.contains(message) == true, "\(problems)")
    }

    @Test("of a project are refused: ilastik trains it")
    func project() {
        let text = Self.text(Self.needed).split(separator: "nuclei.cl", omittingEmptySubsequences: false)
        let problems = Configuration.problems(text.joined(separator: "nuclei.ilp"))
        #expect(problems.map(\.keyPath) == ["folder[0].recipe[0].training[0].classifier"], "\(problems)")
        #expect(problems.first?.message.contains("nuclei.ilp is an ilastik project") == true, "\(problems)")
    }

    @Test("need a folder and features, and train a file in one place only")
    func missing() {
        let keys = Configuration.problems(Self.text("")).map(\.keyPath)
        #expect(keys.sorted() == ["annotations", "features"].map { "folder[0].recipe[0].training[0].\($0)" })
        let twice = Self.text(Self.needed + "[[folder.recipe.training]]\n" + Self.needed)
        #expect(Configuration.problems(twice).map(\.keyPath) == ["folder[0].recipe[0].training[1].classifier"])
    }

    @Test("what is not there yet is a warning, and a classifier that the first training makes no problem")
    func surroundings() throws {
        let home = try TemporaryFolder()
        _ = try home.makeFolder("data")
        let settings = try Settings(
            parsing: """
                [[folder]]
                path = "\(home.appending("data"))"
                  [[folder.recipe]]
                  classifier = "nuclei.cl"
                    [[folder.recipe.training]]
                    annotations = "annotations"
                    features = "small_quick"
                """,
            file: FilePath(home.appending("segmentd.toml"))
        )
        #expect(settings.environmentProblems().isEmpty && settings.trainingProblems().isEmpty)
        let warnings = settings.trainingWarnings()
        let key = "folder[0].recipe[0].training[0]"
        #expect(warnings.map(\.keyPath) == ["\(key).annotations", "\(key).classifier"])
        #expect(warnings.last?.message.contains("is not there yet") == true && warnings.last?.line == 5)
    }

    @Test("that hold nothing back and take what is not worse are warned of")
    func nothingToCompareBy() throws {
        func warnings(_ lines: String) throws -> [String] {
            try Configuration.settings(Self.text(Self.needed + lines)).trainingWarnings().map(\.keyPath)
                .filter { $0.hasSuffix("hold_back") }
        }
        #expect(try warnings("hold_back = false") == ["folder[0].recipe[0].training[0].hold_back"])
        #expect(try warnings("hold_back = false\naccept = \"ask\"").isEmpty && (try warnings("")).isEmpty)
    }
}

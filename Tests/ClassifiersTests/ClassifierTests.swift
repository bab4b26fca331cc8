import Classifiers
import Testing

@Suite("Classifiers: file and plan checked against each other")
struct ClassifierTests {
    /// A file whose forest has `inputs` inputs and one split.
    private static func file(
        header: [String],
        inputs: Int = 2,
        footer: String = "argmax"
    ) throws -> APOCFile {
        let images = (0..<inputs).map { "IMAGE_in\($0)_TYPE in\($0), " }.joined()
        let reads = (0..<inputs).map {
            " float i\($0) = READ_IMAGE(in\($0), sampler, POS_in\($0)_INSTANCE(x,y,z,0)).x;"
        }
        let end =
            footer == "argmax"
            ? [
                " float max_s=s0;", " int cls=1;", " if (max_s < s1) {", "  max_s = s1;", "  cls=2;", " }",
                " WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);",
            ]
            : [
                " float sum_s=s0;", " int cls=1;", " sum_s = sum_s + s1;",
                " WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), s1 / sum_s);",
            ]
        let lines =
            ["/*", "OpenCL RandomForestClassifier"] + header + ["*/"]
            + [
                "__kernel void predict (\(images)IMAGE_out_TYPE out) {",
                " sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;",
                " const int x = get_global_id(0);", " const int y = get_global_id(1);",
                " const int z = get_global_id(2);",
            ] + reads + [" float s0=0;", " float s1=0;", "if(i0<0.5){", " s0+=1.0;", "} else {", " s1+=1.0;", "}"]
            + end + ["}", ""]
        return try APOCFile(parsing: Array(lines.joined(separator: "\n").utf8), name: "test.cl")
    }

    private static func refusal(_ header: [String], inputs: Int = 2, footer: String = "argmax") throws -> String {
        let file = try file(header: header, inputs: inputs, footer: footer)
        let error = #expect(throws: ClassifierError.self) { try Classifier(file) }
        return try #require(error).description
    }

    private static let features = "feature_specification = original sobel=0"

    @Test("inputs must be a multiple of the features, which counts the channels")
    func channels() throws {
        for inputs in [2, 4, 6] {
            let classifier = try Classifier(Self.file(header: [Self.features], inputs: inputs))
            #expect(classifier.channelCount == inputs / 2)
        }
        let refusal = try Self.refusal([Self.features], inputs: 3)
        #expect(refusal.contains("3 inputs") && refusal.contains("2 features"))
    }

    @Test("the kind is the header's; without one, header and footer tell")
    func kinds() throws {
        func kind(_ header: [String], footer: String = "argmax") throws -> ClassifierKind {
            try Classifier(Self.file(header: [Self.features] + header, footer: footer)).kind
        }
        #expect(try kind(["classifier_class_name = PixelClassifier"]) == .pixelClassifier)
        #expect(try kind(["classifier_class_name = ObjectSegmenter"]) == .objectSegmenter)
        #expect(try kind(["classifier_class_name = ProbabilityMapper"]) == .probabilityMapper)
        #expect(try kind([]) == .pixelClassifier)
        #expect(try kind(["positive_class_identifier = 1"]) == .objectSegmenter)
        #expect(try kind([], footer: "probability") == .probabilityMapper)
    }

    @Test("an ObjectSegmenter's file may name the positive class; otherwise the recipe does")
    func positiveClass() throws {
        let name = "classifier_class_name = ObjectSegmenter"
        #expect(try Classifier(Self.file(header: [name, Self.features])).positiveClass == nil)
        let one = try Self.file(header: [name, Self.features, "positive_class_identifier = 1"])
        #expect(try Classifier(one).positiveClass == 1)
        #expect(try Classifier(Self.file(header: [Self.features])).positiveClass == nil)
    }

    @Test("dimensions 2, 3 and none are taken, others refused")
    func dimensions() throws {
        for number in [2, 3] {
            let file = try Self.file(header: [Self.features, "num_ground_truth_dimensions = \(number)"])
            #expect(try Classifier(file).dimensions == number)
        }
        #expect(try Classifier(Self.file(header: [Self.features])).dimensions == nil)
        let refusal = try Self.refusal([Self.features, "num_ground_truth_dimensions = 1"])
        #expect(refusal.hasPrefix("num_ground_truth_dimensions = 1"))
    }

    @Test(
        "classifiers of objects are refused by name where one of pixels is needed",
        arguments: ["ObjectClassifier", "ObjectSelector", "ObjectMerger", "TableRowClassifier"]
    )
    func objectClassifiers(name: String) throws {
        let header = ["classifier_class_name = \(name)", "feature_specification = area mean_intensity"]
        #expect(try Self.refusal(header).hasPrefix("\(name): the classifier works on objects"))
    }

    @Test("a ProbabilityMapper names the class of its probability, counted from 1")
    func probability() throws {
        let header = ["classifier_class_name = ProbabilityMapper", Self.features]
        #expect(try Classifier(Self.file(header: header, footer: "probability")).probabilityClass == 2)
        #expect(try Classifier(Self.file(header: header)).probabilityClass == nil)
    }

    @Test("foreground is the file's own class, else the one asked for, else 2 for an ObjectSegmenter")
    func foreground() throws {
        let segmenter = ["classifier_class_name = ObjectSegmenter", Self.features]
        let own = try Classifier(Self.file(header: segmenter + ["positive_class_identifier = 1"]))
        #expect(own.foregroundClass(asked: 2) == 1 && own.foregroundClass(asked: nil) == 1)
        let open = try Classifier(Self.file(header: segmenter))
        #expect(open.foregroundClass(asked: 1) == 1 && open.foregroundClass(asked: nil) == 2)
        let pixels = try Classifier(Self.file(header: [Self.features]))
        #expect(pixels.foregroundClass(asked: 1) == 1 && pixels.foregroundClass(asked: nil) == nil)
    }

    @Test("what the header says of the training is kept for people")
    func training() throws {
        let header = ["apoc_version = 0.12.0", "feature_specification = original blurred sobel=0"]
        let training = try #require(
            try Classifier(Self.file(header: header + ["feature_importances = 0.75,0.25"])).training
        )
        #expect(training.software == "APOC" && training.version == "0.12.0")
        #expect(training.featureSpecification == "original blurred sobel=0" && training.ignoredTokens == ["blurred"])
        #expect(training.featureImportances == [0.75, 0.25])
    }
}

import Classifiers
import Forests
import Measurement
import Testing

/// What real APOC 0.12 does with these spellings was asked of it, file by file.
@Suite("Headers of classifiers of objects")
struct ObjectHeaderTests {
    private static func parse(
        _ className: String? = "ObjectClassifier",
        _ specification: String? = "area mean_intensity",
        dimensions: String? = "1",
        more: [String] = [],
        inputs: Int = 2,
        probabilityClass: Int? = nil
    ) throws(ClassifierError) -> TrainedClassifier {
        let header = [
            className.map { "classifier_class_name = \($0)" },
            specification.map { "feature_specification = \($0)" },
            dimensions.map { "num_ground_truth_dimensions = \($0)" },
        ]
        let text = ForestText(
            featureCount: inputs,
            classCount: 2,
            trees: [.leaf([(1, "1.0")])],
            probabilityClass: probabilityClass,
            header: header.compactMap(\.self) + more
        )
        return try TrainedClassifier(parsing: text.bytes, name: "a.cl") { _ in "a text" }
    }

    private static func refusal(_ body: () throws(ClassifierError) -> TrainedClassifier) throws -> String {
        do throws(ClassifierError) {
            let classifier = try body()
            Issue.record("taken as \(classifier.kindName)")
            return ""
        } catch { return error.message }
    }

    @Test("each class reads its own kind of names, in their order and as often as they stand there")
    func inputs() throws {
        let classifier = try Self.parse(nil, "area average_distance_of_n_nearest_neighbors=6").objectClassifier()
        #expect(classifier.inputs == .objects([.statistic(.area), .averageDistanceOfNearest(6)]))
        #expect(classifier.kind == .objectClassifier && classifier.positiveClass == nil)
        #expect(try Self.parse("ObjectClassifier", "area area").objectClassifier().featureNames == ["area", "area"])
        let selector = try Self.parse("ObjectSelector").objectClassifier()
        #expect(selector.kind == .objectSelector && selector.positiveClass == 2)
        let merger = try Self.parse("ObjectMerger", "touch_portion area_difference", dimensions: "2").objectClassifier()
        #expect(merger.inputs == .pairs([.touchPortion, .difference(.area)]))
        #expect(try Self.parse("ObjectMerger", "area area_difference_difference").objectClassifier().inputs.count == 2)
        let table = try Self.parse("TableRowClassifier", "my column,other", inputs: 3).objectClassifier()
        #expect(table.inputs == .columns(["my", "column", "other"]))
    }

    @Test(
        "names that APOC refuses are refused in its words",
        arguments: [
            ("area,mean_intensity", "Feature area,mean_intensity is not known!"),
            ("area, mean_intensity", "Feature area, is not known!"),
            ("area  mean_intensity", "KeyError: ''"), (" area mean_intensity", "KeyError: ''"),
            ("area mean_intensity ", "KeyError: ''"), ("", "KeyError: ''"),
            ("area\tmean_intensity", "Feature area\tmean_intensity is not known!"),
            ("Area mean_intensity", "Feature Area is not known!"),
            ("number_of_pixels elongation", "Feature number_of_pixels is not known!"),
            ("area touch_portion", "Feature touch_portion is not known!"),
            ("area average_distance_of_n_nearest_neighbors", "neighbors is not known!"),
            ("area average_distance_of_n_nearest_neighbors=", "invalid literal for int() with base 10: ''"),
            ("area average_distance_of_n_nearest_neighbors=6.0", "invalid literal for int() with base 10: '6.0'"),
            ("area average_distance_of_n_nearest_neighbors=?", "invalid literal for int() with base 10: '?'"),
        ]
    )
    func refused(specification: String, words: String) throws {
        let message = try Self.refusal { () throws(ClassifierError) in try Self.parse("ObjectClassifier", specification)
        }
        #expect(message.contains(words))
        #expect(
            try !Self.refusal { () throws(ClassifierError) in try Self.parse("ObjectSelector", specification) }.isEmpty
        )
    }

    @Test("a merger and a table have refusals of their own")
    func others() throws {
        for (name, words) in [("foo", "Unknown feature: foo"), ("max_intensity", "Unknown feature: max_intensity")] {
            let message = try Self.refusal { () throws(ClassifierError) in
                try Self.parse("ObjectMerger", "touch_count \(name)")
            }
            #expect(message.contains(words))
        }
        let empty = try Self.refusal { () throws(ClassifierError) in try Self.parse("TableRowClassifier", "a, b") }
        #expect(empty.contains("KeyError: ''"))
    }

    @Test("numbers of neighbours are what Python's int takes", arguments: ["6", "06", "+6", "0_6"])
    func counts(text: String) throws {
        let name = "average_distance_of_n_nearest_neighbors=\(text)"
        #expect(try ObjectFeature(named: name) == .averageDistanceOfNearest(6))
    }

    @Test("dimensions and counts only have to be integers; a count that differs from the forest is remarked upon")
    func counts() throws {
        for dimensions in ["1", "2", "7", nil] {
            #expect(try Self.parse(dimensions: dimensions).objectClassifier().remarks.isEmpty)
        }
        #expect(try Self.parse(more: ["num_features = 7"]).objectClassifier().remarks.count == 1)
        let refusal = try Self.refusal { () throws(ClassifierError) in try Self.parse(dimensions: "x") }
        #expect(refusal.contains("expected a whole number"))
    }

    @Test("the forest must have an input a name", arguments: [1, 3, 4])
    func inputCount(inputs: Int) throws {
        let message = try Self.refusal { () throws(ClassifierError) in try Self.parse(inputs: inputs) }
        #expect(message.contains("takes \(inputs) inputs") && message.contains("2 features"))
    }

    @Test("one dimension tells objects where no class is named; under the name of pixels it is refused")
    func names() throws {
        let selector = try Self.parse(nil, more: ["positive_class_identifier = 1"]).objectClassifier()
        #expect(selector.kind == .objectSelector && selector.positiveClass == 1)
        let old = try Self.refusal { () throws(ClassifierError) in
            try Self.parse("PixelClassifier", "area,mean_intensity")
        }
        #expect(old.hasPrefix("Loading 'ObjectClassifier' failed. Wrong classifier type"))
        let pixels = try Self.refusal { () throws(ClassifierError) in
            try Self.parse("PixelClassifier", "original sobel=1")
        }
        #expect(pixels.hasPrefix("num_ground_truth_dimensions = 1"))
        let two = try Self.parse(nil, "original sobel=1", dimensions: "2")
        #expect(two.kindName == "PixelClassifier")
        #expect(throws: ClassifierError.classifiesPixels(.pixelClassifier)) { try two.objectClassifier() }
    }

    @Test("a forest of objects that ends in a probability is refused")
    func probability() throws {
        let message = try Self.refusal { () throws(ClassifierError) in try Self.parse(probabilityClass: 1) }
        #expect(message.contains("must end in a class"))
    }

    @Test("every column of the tables has a name of its own")
    func tables() {
        #expect(ObjectStatistic.allCases.count == 37)
        #expect(NeighbourStatistic.named.count == 63)
        #expect(NeighbourStatistic.named["touch_count_sum_dilated_r_10"]?.dilation == 10)
    }
}

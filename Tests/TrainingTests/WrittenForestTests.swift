import Classifiers
import TestSupport
import Testing
import Training

/// Files that real APOC wrote from the same rows.
@Suite("Trained and written, to the byte")
struct WrittenForestTests {
    @Test("the example of which every byte is written here")
    func example() throws {
        let rows = TrainingRows(
            columns: [
                [1, 2, 2, 3, 5, 8, 8, 9], [0.5, 0.1, 0.9, 0.3, 0.7, 0.2, 0.6, 0.4], [4, 4, 4, 4, 4, 4, 4, 4],
            ],
            classes: [0, 0, 1, 0, 1, 1, 0, 1],
            classCount: 2
        )
        let trees = """
            feature_importances = 0.6666666666666666,0.3333333333333333,0.0
            apoc_version = 0.12.0
            */
            """
        let body = """
             float s1=0;
            if(i1<0.6499999761581421){
             s0+=1.0;
            } else {
             s1+=1.0;
            }
            if(i0<4.0){
             s0+=1.0;
            } else {
             s1+=1.0;
            }
            if(i0<2.5){
             s1+=1.0;
            } else {
             if(i0<4.0){
              s0+=1.0;
             } else {
              s0+=0.3333333333333333;
              s1+=0.6666666666666666;
             }
            }
             float max_s=s0;
            """
        let forest = try ForestTrainer(maximumDepth: 2, treeCount: 3).grow(rows)
        let text = String(decoding: try writer(depth: 2).bytes(of: forest), as: UTF8.self)
        #expect(text.contains(trees) && text.contains(body))
    }

    @Test("golden rows", .enabled(if: SharedMaterial.isAvailable, Comment(rawValue: SharedMaterial.absence)))
    func continued() throws {
        let golden = try SharedMaterial.goldenCase("train_continue")
        let matrix = try NPYArray(golden.bytes("X.npy"))
        let annotations = try NPYArray(golden.bytes("y.npy")).integers
        let rows = Self.rows(columns: Self.columns(of: matrix), annotations: annotations)
        let forest = try ForestTrainer(maximumDepth: 3, treeCount: 10, threadCount: 2).grow(rows)
        let specification = "original gaussian_blur=1 sobel_of_gaussian_blur=1"
        let written = try writer(depth: 3, specification).bytes(of: forest)
        #expect(try written == golden.bytes("classifier.cl"))
    }

    @Test(
        "golden classifiers of objects, from the reference's features",
        .enabled(if: SharedMaterial.isAvailable, Comment(rawValue: SharedMaterial.absence))
    )
    func objects() throws {
        let cases = try SharedMaterial.goldenCases().filter { $0.files["object_features.npy"] != nil }
        for golden in cases where golden.files["train_annotation.tif"] != nil {
            let images = try GoldenArray.tiffs(["labels.tif", "train_annotation.tif"].map(golden.path))
            let features = try NPYArray(golden.bytes("object_features.npy"))
            let labels = images[0].integers
            var annotations = [Int](repeating: 0, count: features.shape[1])
            for (label, annotation) in zip(labels, images[1].integers) where label > 0 {
                annotations[label] = max(annotations[label], annotation)
            }
            let columns = (0..<features.shape[0]).map { features[$0].floats }
            let kept = annotations.indices.filter { row in
                annotations[row] > 0 && columns.allSatisfy { !$0[row].isNaN }
            }
            let rows = Self.rows(
                columns: columns.map { column in kept.map { column[$0] } },
                annotations: kept.map { annotations[$0] }
            )
            let expected = try golden.bytes("classifier.cl")
            let header = try APOCFile(parsing: expected, name: golden.name).header
            let depth = try #require(header.maximumDepth)
            let forest = try ForestTrainer(maximumDepth: depth, treeCount: header.treeCount ?? 100).grow(rows)
            var writer = writer(depth: depth, header.featureSpecification)
            (writer.className, writer.groundTruthDimensions) = (.objectClassifier, 1)
            #expect(try writer.bytes(of: forest) == expected, "\(golden)")
        }
        #expect(cases.count == 8)
    }

    private func writer(depth: Int, _ specification: String = "a b c") -> APOCWriter {
        APOCWriter(
            className: .pixelClassifier,
            featureSpecification: specification,
            groundTruthDimensions: 2,
            maximumDepth: depth
        )
    }

    private static func columns(of matrix: NPYArray) -> [[Float]] {
        let (values, width) = (matrix.floats, matrix.shape[1])
        return (0..<width).map { column in stride(from: column, to: values.count, by: width).map { values[$0] } }
    }

    /// Rows whose classes are the annotated values, in ascending order.
    private static func rows(columns: [[Float]], annotations: [Int]) -> TrainingRows {
        let values = Set(annotations).sorted()
        let classes = annotations.map { UInt8(values.firstIndex(of: $0)!) }
        return TrainingRows(columns: columns, classes: classes, classCount: values.count)
    }
}

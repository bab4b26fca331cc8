import FoundationEssentials

/// What the `case.json` of a golden case says, as far as the tests use it.
package struct GoldenCase: Sendable, Decodable, CustomStringConvertible {
    package var name: String
    /// The APOC class, or `features`, `forest`, `header`, `ccl`, `training`.
    package var kind: String
    /// The features of the classifier.
    package var featureSpecification: String?
    /// The planes of `features.npy`, in a case of kind `features`.
    package var features: [Plane]?
    package var options: Options?
    /// The objects of the expected label image.
    package var labelCount: Int?
    /// Names of the forests, in the case of kind `forest`, that the reference compiled.
    package var runs: [String]?
    /// Names of those that it refused.
    package var errors: [String: String]?
    /// The columns of the table, in a case of kind `TableRowClassifier`.
    package var columns: [String]?
    package var files: [String: File]
    /// Where the files lie.
    package internal(set) var folder = ""

    /// One plane of a feature case.
    package struct Plane: Sendable, Decodable {
        package var spec: String
        package var index: Int
        /// Whether the reference gave the same values twice.
        package var repeatable: Bool?
    }

    /// What the classifier was trained with.
    package struct Options: Sendable, Decodable {
        package var positiveClass: Int?
        package var probabilityOfClass: Int?

        private enum CodingKeys: String, CodingKey {
            case positiveClass = "positive_class_identifier"
            case probabilityOfClass = "output_probability_of_class"
        }
    }

    /// One file of the case.
    package struct File: Sendable, Decodable {
        package var role: String
        package var shape: [Int]?
        package var dtype: String?
        package var sha256: String?
    }

    private enum CodingKeys: String, CodingKey {
        case name, kind, features, options, runs, errors, columns, files
        case featureSpecification = "feature_specification"
        case labelCount = "num_labels"
    }

    /// The path of one of the case's files.
    package func path(_ file: String) -> String { "\(folder)/\(file)" }

    /// The bytes of one of the case's files.
    package func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path(file))))
    }

    /// The name, for test reports.
    package var description: String { name }
}

import Foundation

/// Small images and the labels that real APOC gives them by three classifiers (Tests/Fixtures/README.md).
enum AcquisitionFixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")
    static let count = 5

    /// One of the images.
    static func image(_ number: Int) -> URL { folder.appending(path: "acquisition/\(number % count).tif") }

    /// A classifier by its name.
    static func classifier(_ name: String) -> URL { folder.appending(path: "classifiers/\(name).cl") }

    /// What real APOC gives for an image by a classifier.
    static func labels(_ number: Int, by classifier: String) -> String {
        folder.appending(path: "acquisition/\(number % count)_\(classifier).tif").path
    }
}

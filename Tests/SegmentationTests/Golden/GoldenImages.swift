import TestSupport

/// The images of all golden cases in scope, read once for all tests.
enum GoldenImages {
    private struct Missing: Error {
        let path: String
    }

    private static let images = Result {
        let paths = try (GoldenScope.shared() + GoldenScope.fixtures()).flatMap { golden in
            golden.files.keys.filter { $0.hasSuffix(".tif") }.map { golden.path($0) }
        }
        return Dictionary(uniqueKeysWithValues: zip(paths, try GoldenArray.tiffs(paths)))
    }

    /// One image of a case.
    static func image(_ golden: GoldenCase, _ file: String) throws -> NPYArray {
        guard let image = try images.get()[golden.path(file)] else { throw Missing(path: golden.path(file)) }
        return image
    }
}

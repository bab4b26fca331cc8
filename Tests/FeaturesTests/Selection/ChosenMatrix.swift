import Features
import FoundationEssentials
import Imaging
import TestSupport

/// A case of `Tests/Fixtures/matrix.py`: fields of a matrix, an image, and what VIGRA gives.
struct MatrixFixture {
    private struct Field: Decodable {
        let kind: String
        let sigma: Double
        let planar: Bool
    }

    let selection: FeatureSelection
    let image: NPYArray
    let expected: NPYArray

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/matrix")

    /// The array in the file `name`.
    static func array(_ name: String) throws -> NPYArray {
        try NPYArray(Array(Data(contentsOf: folder.appending(path: name))))
    }

    /// The case in the folder `name`.
    init(_ name: String) throws {
        let fields = try JSONDecoder().decode(
            [Field].self,
            from: Data(contentsOf: Self.folder.appending(path: "\(name)/case.json"))
        )
        selection = FeatureSelection(
            try fields.map { field in
                guard let kind = FeatureSelection.Kind(rawValue: field.kind) else {
                    throw TestFailure("no row \(field.kind)")
                }
                return FeatureSelection.Entry(kind, sigma: field.sigma, isPlanar: field.planar)
            }
        )
        image = try Self.array("\(name)/input.npy")
        expected = try Self.array("\(name)/expected.npy")
    }

    /// Axes of the image.
    var dimensions: Int { image.shape.count }

    /// Extent of the image.
    var size: ImageSize {
        ImageSize(
            width: image.shape[dimensions - 1],
            height: image.shape[dimensions - 2],
            depth: dimensions > 2 ? image.shape[0] : 1
        )
    }
}

/// All rows at one scale.
func allRows(sigma: Double, isPlanar: Bool = false) -> [FeatureSelection.Entry] {
    FeatureSelection.Kind.allCases.map { FeatureSelection.Entry($0, sigma: sigma, isPlanar: isPlanar) }
}

/// What ilastik offers at first: smoothing alone at 0.3, all rows at 0.7 and more; 49 features of a plane.
let standardMatrix = FeatureSelection(
    FeatureSelection.Kind.allCases.flatMap { kind in
        [0.3, 0.7, 1, 1.6, 3.5, 5, 10].filter { $0 > 0.3 || kind == .gaussianSmoothing }.map {
            FeatureSelection.Entry(kind, sigma: $0, isPlanar: true)
        }
    }
)

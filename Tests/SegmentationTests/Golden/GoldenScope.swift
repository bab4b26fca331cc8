import TestSupport

/// What of the golden cases is compared here, and why something is not.
enum GoldenScope {
    /// Cases of classes that work on objects, not on pixels.
    static let objects = [
        "obj_3d", "obj_all", "obj_all_dense", "obj_basic", "obj_neighbour_statistics", "obj_neighbours_dense",
        "obj_neighbours_sparse", "obj_noimage", "merger_touch", "selector_class1", "table_nan",
    ]

    /// Cases whose class map partly depends on an undefined result of the reference, by the beginning of that feature's
    /// name: sobel of a volume reads past its tables in APOC.
    static let undefinedFeatures = ["seg_3d": "sobel"]

    /// Headers that APOC refuses and this program accepts, and why.
    static let acceptedHeaders = [
        "no_dimensions": "read as planes, a documented extension",
        "is_pixel_classifier": "the reference was opened as another class than the file's",
    ]

    /// The shared cases to compare; none without shared material, which the suite reports as skipped.
    static func shared() throws -> [GoldenCase] {
        guard let material = GoldenMaterial.shared else { return [] }
        return try material.selected().filter { !objects.contains($0.name) }
    }

    /// The project's own cases to compare; a stack is looped over plane by plane by the pipeline, whose tests have it.
    static func fixtures() throws -> [GoldenCase] {
        try GoldenMaterial.fixtures.selected().filter { $0.kind != "stack" }
    }
}

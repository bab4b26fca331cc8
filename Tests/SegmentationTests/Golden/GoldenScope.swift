/// What of the golden cases is not compared here, and why; anything else that is not compared fails the suite.
enum GoldenScope {
    /// Cases of classes that work on objects, not on pixels.
    static let objects = [
        "obj_3d", "obj_all", "obj_all_dense", "obj_basic", "obj_neighbour_statistics", "obj_neighbours_dense",
        "obj_neighbours_sparse", "obj_noimage", "merger_touch", "selector_class1", "table_nan",
    ]

    /// Cases whose reference is undefined: they are run, and not compared.
    static let undefined = [
        "seg_3d": "sobel of a volume, which reads past its tables in APOC"
    ]

    /// Headers that APOC refuses and this program accepts, and why.
    static let acceptedHeaders = [
        "no_dimensions": "taken as planes, a documented extension",
        "is_pixel_classifier": "the reference was opened as another class than the file's",
    ]
}

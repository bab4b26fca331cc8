/// What of the golden cases is not compared here, and why; anything else that is not compared fails the suite.
enum GoldenScope {
    /// Cases of other classes and dimensions, by name.
    static let later: [String: String] = {
        var cases: [String: String] = [:]
        for name in ["mc2_3d", "prob_3d", "px2_3d", "seg_3d", "seg_3d_nosobel", "ccl_head3d"] { cases[name] = "3D" }
        cases["px2_many_features"] = "features"
        for name in ["f3d_f32_17x15x7", "f3d_u16_23x19x11"] { cases[name] = "3D features" }
        for name in [
            "obj_3d", "obj_all", "obj_all_dense", "obj_basic", "obj_neighbour_statistics", "obj_neighbours_dense",
            "obj_neighbours_sparse", "obj_noimage", "merger_touch", "selector_class1", "table_nan",
        ] {
            cases[name] = "object classifier"
        }
        return cases
    }()

    /// Cases of which only the feature planes in scope are compared.
    static let planesOnly: [String] = [
        "px3_crop_stack_d2_t10", "px3_crop_stack_d4_t10", "px3_crop_stack_d8_t100",
    ]

    /// Headers that APOC refuses and this program accepts, and why.
    static let acceptedHeaders = [
        "no_dimensions": "taken as planes, a documented extension",
        "is_pixel_classifier": "the reference was opened as another class than the file's",
    ]
}

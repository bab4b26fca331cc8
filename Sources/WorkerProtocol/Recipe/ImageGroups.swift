/// What an image is of, by its name and by a sample sheet: plate, well, site, treatment, and so on; columns of the tables.
package struct ImageGroups: Sendable, Hashable, Codable {
    /// The names of the columns, in order, each once.
    package let names: [String]
    /// What they say of the image, in the order of `names`; empty where nothing is known.
    package let texts: [String]

    /// A text for each name.
    package init(names: [String], texts: [String]) {
        precondition(names.count == texts.count)
        (self.names, self.texts) = (names, texts)
    }

    /// The texts by their names.
    package var byName: [String: String] {
        Dictionary(zip(names, texts)) { first, _ in first }
    }

    /// The columns that the tables have without groups, and that no group may be called like.
    ///
    /// Of the columns of channels, and of vectors, only what stands in front of the hyphen. `class_name` is none of them: a group
    /// of that name stands in its place.
    private static let reserved: Set<String> = [
        // Of the tables of objects.
        "frame", "z", "label", "area", "centroid", "bbox", "intensity_mean", "intensity_min", "intensity_max",
        "intensity_std", "intensity_median", "centroid_weighted", "area_um2", "volume_um3", "centroid_um",
        "equivalent_diameter_area", "axis_major_length", "axis_minor_length", "orientation", "eccentricity", "solidity",
        "perimeter", "extent", "euler_number", "feret_diameter_max", "equivalent_diameter_area_um",
        "axis_major_length_um", "axis_minor_length_um", "feret_diameter_max_um", "perimeter_um",
        "nearest_neighbour_label", "nearest_neighbour_distance", "touching_neighbours",
        "nearest_neighbour_distance_um", "class", "class_probability", "pixel_class", "image", "position",
        // Of the table of images.
        "recipe", "status", "objects", "foreground_share", "planes", "frames", "channels", "slices", "height", "width",
        "pixel_type", "pixel_size_x", "pixel_size_y", "pixel_size_z", "pixel_unit", "classifier", "classifier_sha256",
        "image_bytes", "image_mtime", "image_sha256", "revision", "seconds", "warnings", "flags", "error", "finished",
        "summary", "summary_bytes", "objects_sha256", "table_rows", "table_bytes",
    ]

    /// Whether the tables have a column of that name without groups.
    package static func isReserved(_ name: String) -> Bool {
        reserved.contains(String(name.prefix { $0 != "-" }))
    }
}

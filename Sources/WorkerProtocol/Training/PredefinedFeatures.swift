/// The feature sets that APOC and its napari plugin offer by name (`apoc.PredefinedFeatureSet`, apoc 0.12.0).
package enum PredefinedFeatures {
    /// The names in APOC's order.
    package static let names = sets.map(\.name)

    /// The specification that `text` stands for: that of the set of this name, with blanks around it or not, else the text
    /// itself.
    package static func resolve(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1 else { return text }
        return sets.first { $0.name == words[0] }?.specification ?? text
    }

    private static let sets: [(name: String, specification: String)] = {
        let (blur, sobel) = ("gaussian_blur", "sobel_of_gaussian_blur")
        let spots = [blur, "difference_of_gaussian", "laplace_box_of_gaussian_blur"]
        return [
            ("small_quick", "original " + text([blur, sobel], [1])),
            ("medium_quick", text([blur, sobel], [5])),
            ("large_quick", text([blur, sobel], [25])),
            ("small_dog_log", "original " + text(spots, [1])),
            ("medium_dog_log", text(spots, [5])),
            ("large_dog_log", text(spots, [25])),
            ("object_size_1_to_2_px", text(spots, 1...2)),
            ("object_size_1_to_5_px", "original " + text(spots, 1...5)),
            ("object_size_3_to_8_px", text(spots, 3...8)),
            ("object_size_5_to_10_px", text(spots, 5...10)),
            ("object_size_10_to_15_px", text(spots, 10...15)),
            ("object_size_15_to_20_px", text(spots, 15...20)),
            ("object_size_20_to_25_px", text(spots, 20...25)),
            ("object_size_25_to_50_px", text(spots, stride(from: 25, to: 50, by: 5))),
            ("object_size_50_to_100_px", text(spots, stride(from: 50, to: 100, by: 10))),
            ("v070", text(spots + [sobel], [1])),
        ]
    }()

    private static func text(_ names: [String], _ radii: some Sequence<Int>) -> String {
        names.flatMap { name in radii.map { "\(name)=\($0)" } }.joined(separator: " ")
    }
}

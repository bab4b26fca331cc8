package import Imaging

extension Summary {
    /// The settings of the recipe that results depend on, beside the classifier.
    package struct Settings: Sendable, Equatable, Codable {
        /// The class that mask and labels are made of, from 1.
        package let positiveClass: Int?
        /// Probability from which on a pixel belongs to the mask.
        package let threshold: Float?
        /// Names that overrule those of the image's axes; nil where the image and the classifier decide.
        package let axes: AxisNames?
        /// What is written, in the order of `OutputKind`.
        package let outputs: [OutputKind]
        /// SHA-256 over them; differs as soon as one of them does.
        package let digest: String

        /// The given settings; the order of `outputs` does not matter.
        package init(positiveClass: Int?, threshold: Float?, axes: AxisNames? = nil, outputs: [OutputKind]) {
            self.positiveClass = positiveClass
            self.threshold = threshold
            self.axes = axes
            self.outputs = OutputKind.allCases.filter(outputs.contains)
            let text = """
                positive_class=\(positiveClass.map(String.init) ?? "")
                threshold=\(threshold?.description ?? "")
                outputs=\(self.outputs.map(\.rawValue).joined(separator: ","))
                """
            // Settings without axes have the digest that they had before there were any.
            digest = FileDigest.sha256(Array((text + (axes.map { "\naxes=\($0)" } ?? "")).utf8))
        }

        enum CodingKeys: String, CodingKey {
            case positiveClass = "positive_class"
            case threshold, axes, outputs, digest
        }
    }
}

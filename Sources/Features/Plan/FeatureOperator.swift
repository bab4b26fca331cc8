package import Imaging

/// One image operation on float32 images, planes or volumes: what it needs, what it gives on the host, how a device runs it.
///
/// On a volume, an image with more than one slice, the 3D operator of the same name is meant. A value holds what chooses the
/// operation, such as a sigma, so that equal values give equal results.
package protocol FeatureOperator: Hashable, Sendable {
    /// Rows and columns that a result needs around it; of the slices it needs all.
    var halo: Int { get }

    /// Of `halo`, the columns and the rows; an operation along one axis needs none of the others.
    var halos: (columns: Int, rows: Int) { get }

    /// Whether a result depends on every pixel of the image, so that strips of rows do not give it.
    var needsWholeImage: Bool { get }

    /// Whether a result is one of several pixels, found by comparing them: a minimum, a maximum, a median.
    var isOrderStatistic: Bool { get }

    /// Whether ordinary pixels may give NaN or -0.
    var makesSpecialValues: Bool { get }

    /// Why there is no result on images of `dimensions` axes; nil where there is one.
    func problem(onDimensions dimensions: Int) -> String?

    /// How far from the reference a result may be on images of `dimensions` axes; nil where it is bit for bit.
    func deviation(onDimensions dimensions: Int) -> FeatureDeviation?

    /// The result on the host, which every device must equal bit for bit, (Z, Y, X) with x fastest.
    ///
    /// - Precondition: `inputs` are as many images as the operation takes, of `size`, which is not empty.
    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float]

    /// The runs of kernels on a device: the first reads the inputs, each further one what the one before it wrote; where
    /// there are none, the result is the input.
    func passes(is3D: Bool) -> [FeaturePass]
}

extension FeatureOperator {
    /// As many columns as rows.
    package var halos: (columns: Int, rows: Int) { (halo, halo) }

    /// False: strips give it.
    package var needsWholeImage: Bool { false }

    /// False: a result is a new value.
    package var isOrderStatistic: Bool { false }

    /// False: ordinary pixels give ordinary ones.
    package var makesSpecialValues: Bool { false }

    /// None.
    package func problem(onDimensions dimensions: Int) -> String? { nil }

    /// None: bit for bit the reference's.
    package func deviation(onDimensions dimensions: Int) -> FeatureDeviation? { nil }

    /// Whether `other` is the same operation.
    package func isEqual(to other: any FeatureOperator) -> Bool { other as? Self == self }
}

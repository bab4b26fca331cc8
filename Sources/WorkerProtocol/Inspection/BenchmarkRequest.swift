package import Devices
package import Imaging

/// What a benchmark is to measure.
///
/// The descriptors that come with it are the classifier's file, if one is named, the image, and three files to write to,
/// open for reading and writing and empty, as is the image where none is named: a generated one is written there.
package struct BenchmarkRequest: Sendable, Codable {
    /// The name of the classifier file; nil for the classifier that is built in.
    package var classifier: String?
    /// The name of a TIFF whose first frame is used; nil for a generated image of `size`.
    package var image: String?
    /// What is said about the image's axes.
    package var axes = AxisChoice()
    package var size = ImageSize(width: 2048, height: 2048)
    package var device: DeviceSelection?
    /// Computes on the host, without a device.
    package var usesHost = false
    package var repeats = 5
    /// What the user should know of how the worker was started.
    package var notes: [String] = []

    /// A benchmark of the built-in classifier on a generated image.
    package init() {}

    /// How many files are written in each repeat.
    package static let outputCount = 3

    /// How many descriptors come with it.
    package var descriptorCount: Int { (classifier == nil ? 0 : 1) + 1 + Self.outputCount }
}

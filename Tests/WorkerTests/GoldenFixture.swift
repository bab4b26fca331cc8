import TestSupport

/// A golden case among the fixtures of this repository (Tests/Fixtures/README.md).
struct GoldenFixture {
    let golden: GoldenCase

    /// The case called `name`.
    init(_ name: String) throws { golden = try GoldenMaterial.fixtures.named(name) }

    /// The path of one of the case's files, which must be among those that the case lists.
    func path(_ file: String) throws -> String {
        guard golden.files[file] != nil else { throw TestFailure("\(golden.name) has no \(file)") }
        return golden.path(file)
    }

    /// The bytes of one of the case's files.
    func bytes(_ file: String) throws -> [UInt8] { try golden.bytes(file) }

    /// The text of the case's classifier.
    func classifierText() throws -> String { String(decoding: try bytes("classifier.cl"), as: UTF8.self) }

    /// An image of the case, as tifffile reads it.
    func array(_ file: String) throws -> NPYArray { try GoldenArray.tiff(path(file)) }
}

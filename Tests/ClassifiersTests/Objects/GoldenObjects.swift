import Classifiers
import Foundation
import Imaging
import TestSupport

/// A case of a classifier of objects that real APOC answered, with its files read.
struct GoldenObjects: Sendable, CustomStringConvertible {
    let golden: GoldenCase
    let classifier: ObjectClassifier
    private let arrays: [String: NPYArray]

    var description: String { golden.name }

    /// The case; nil where it is none of objects.
    init?(_ golden: GoldenCase) throws {
        guard ObjectClassifierKind(rawValue: golden.kind) != nil else { return nil }
        self.golden = golden
        let bytes = try golden.bytes("classifier.cl")
        classifier = try TrainedClassifier(parsing: bytes, name: "\(golden)") { _ in nil }.objectClassifier()
        let images = golden.files.keys.filter { $0.hasSuffix(".tif") }.sorted()
        var arrays = Dictionary(uniqueKeysWithValues: zip(images, try GoldenArray.tiffs(images.map(golden.path))))
        for file in golden.files.keys where file.hasSuffix(".npy") { arrays[file] = try NPYArray(golden.bytes(file)) }
        self.arrays = arrays
    }

    /// The array in the file of that name, whatever its ending; nil where the case has none.
    func array(_ name: String) -> NPYArray? { arrays["\(name).npy"] ?? arrays["\(name).tif"] }

    /// The array in the file of that name, which the case must have.
    func required(_ name: String) throws -> NPYArray {
        guard let array = array(name) else { throw TestFailure("\(golden) has no \(name)") }
        return array
    }

    /// The label image.
    func labels() throws -> LabelImage {
        let array = try required("labels")
        let shape = [Int](repeating: 1, count: 3 - array.shape.count) + array.shape
        let labels = array.integers.map { UInt32($0) }
        let size = ImageSize(width: shape[2], height: shape[1], depth: shape[0])
        return LabelImage(size: size, labels: labels, count: Int(labels.max() ?? 0))
    }

    /// The intensity image; nil where the case has none.
    var intensity: PixelValues? {
        array("input").map { array in
            switch array.type {
            case "|u1": .uint8(array.integers.map { UInt8($0) })
            case "<u2": .uint16(array.integers.map { UInt16($0) })
            default: .float32(array.floats)
            }
        }
    }

    /// The cases of a folder of golden cases.
    static func cases(_ material: GoldenMaterial?) throws -> [GoldenObjects] {
        try material?.selected().compactMap { try GoldenObjects($0) } ?? []
    }

    /// Cases that a comparison made at random, in the folder that the environment variable `SEGMENTD_OBJECT_CASES` names.
    static var random: GoldenMaterial? {
        ProcessInfo.processInfo.environment["SEGMENTD_OBJECT_CASES"].map { GoldenMaterial(folder: $0) }
    }

    /// How many values differ in a bit; any NaN equals any other.
    static func differences(_ ours: [Float], _ theirs: [Float]) -> Int {
        abs(ours.count - theirs.count)
            + zip(ours, theirs).count { $0.bitPattern != $1.bitPattern && !($0.isNaN && $1.isNaN) }
    }
}

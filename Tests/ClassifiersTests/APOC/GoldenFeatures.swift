import Features
import Imaging
import TestSupport
import Testing

/// The host's features of golden images: all cases on one image share them, each computed once.
actor GoldenFeatures {
    static let shared = GoldenFeatures()

    /// The images of all cases to compare, by path, read in one run of Python.
    private static let images = Result {
        let paths = try GoldenClassMap.selected().flatMap { map in (map.inputs + [map.output]).map(map.golden.path) }
        return Dictionary(zip(paths, try GoldenArray.tiffs(paths)), uniquingKeysWith: { first, _ in first })
    }

    /// One image of a case.
    static func image(_ file: String, of map: GoldenClassMap) throws -> NPYArray {
        try #require(images.get()[map.golden.path(file)])
    }

    /// Planes by image, then by channel and name.
    private var planes: [String: [String: [Float]]] = [:]

    /// The inputs of a case's forest, in its order.
    func features(of map: GoldenClassMap) throws -> [[Float]] {
        let channels = try map.inputs.map { try Self.image($0, of: map) }.flatMap { array in
            array.shape.count > map.plan.dimensions ? (0..<array.shape[0]).map { array[$0] } : [array]
        }
        var known = planes[map.image] ?? [:]
        let missing = map.plan.names.filter { known["0 \($0)"] == nil }
        if !missing.isEmpty {
            let specification = try FeatureSpecification(parsing: Set(missing).sorted().joined(separator: " "))
            let plan = try FeaturePlan(specification, dimensions: map.plan.dimensions)
            for (index, channel) in channels.enumerated() {
                let axes = Array(channel.shape.reversed())
                let size = ImageSize(width: axes[0], height: axes[1], depth: axes.count > 2 ? axes[2] : 1)
                let results = HostFeatures.evaluate(plan, plane: channel.floats, size: size)
                for (name, result) in zip(plan.names, results) { known["\(index) \(name)"] = result }
            }
            planes[map.image] = known
        }
        return try channels.indices.flatMap { channel in
            try map.plan.names.map { try #require(known["\(channel) \($0)"]) }
        }
    }
}

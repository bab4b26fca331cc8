import Imaging

/// Classifier files made up for the tests, written line by line as APOC writes them.
struct ForestText {
    /// A tree as nested values, from which the text is written and which the tests evaluate by themselves.
    indirect enum Tree {
        case leaf([(index: Int, weight: String)])
        case split(feature: Int, threshold: String, Tree, Tree)
    }

    var featureCount: Int
    var classCount: Int
    var trees: [Tree]
    /// The class whose probability is written, from 1; nil for a class map.
    var probabilityClass: Int?
    var header = ["classifier_class_name = PixelClassifier", "feature_specification = original"]

    /// The text of the file.
    var text: String {
        var lines = ["/*", "OpenCL RandomForestClassifier"] + header + ["*/"]
        let inputs = 0..<featureCount
        let arguments = inputs.map { "IMAGE_in\($0)_TYPE in\($0), " }.joined()
        lines.append("__kernel void predict (\(arguments)IMAGE_out_TYPE out) {")
        lines.append(
            " sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;"
        )
        lines += zip(["x", "y", "z"], 0...).map { " const int \($0) = get_global_id(\($1));" }
        lines += inputs.map { " float i\($0) = READ_IMAGE(in\($0), sampler, POS_in\($0)_INSTANCE(x,y,z,0)).x;" }
        lines += (0..<classCount).map { " float s\($0)=0;" }
        for tree in trees { Self.write(tree, depth: 0, to: &lines) }
        let others = (0..<classCount).dropFirst()
        if let probabilityClass {
            lines += [" float sum_s=s0;", " int cls=1;"] + others.map { " sum_s = sum_s + s\($0);" }
            lines.append(" WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), s\(probabilityClass - 1) / sum_s);")
        } else {
            lines += [" float max_s=s0;", " int cls=1;"]
            lines += others.flatMap { [" if (max_s < s\($0)) {", "  max_s = s\($0);", "  cls=\($0 + 1);", " }"] }
            lines.append(" WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);")
        }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    var bytes: [UInt8] { Array(text.utf8) }

    private static func write(_ tree: Tree, depth: Int, to lines: inout [String]) {
        let blanks = String(repeating: " ", count: depth)
        switch tree {
        case .leaf(let weights):
            lines += weights.map { "\(blanks)s\($0.index)+=\($0.weight);" }
        case .split(let feature, let threshold, let less, let otherwise):
            lines.append("\(blanks)if(i\(feature)<\(threshold)){")
            write(less, depth: depth + 1, to: &lines)
            lines.append("\(blanks)} else {")
            write(otherwise, depth: depth + 1, to: &lines)
            lines.append("\(blanks)}")
        }
    }

    /// A forest of random shape and numbers.
    static func random(
        _ source: inout SplitMix,
        trees: Int,
        depth: Int,
        features: Int,
        classes: Int
    ) -> ForestText {
        ForestText(
            featureCount: features,
            classCount: classes,
            trees: (0..<trees).map { _ in
                randomTree(&source, depth: depth, features: features, classes: classes)
            }
        )
    }

    private static func randomTree(
        _ source: inout SplitMix,
        depth: Int,
        features: Int,
        classes: Int
    ) -> Tree {
        if depth == 0 || Int.random(in: 0..<6, using: &source) == 0 {
            let weights = (0..<classes).filter { _ in Bool.random(using: &source) }
            return .leaf(weights.map { ($0, "\(Double.random(in: 0...1, using: &source))") })
        }
        func branch() -> Tree {
            randomTree(&source, depth: depth - 1, features: features, classes: classes)
        }
        return .split(
            feature: Int.random(in: 0..<features, using: &source),
            threshold: threshold(&source),
            branch(),
            branch()
        )
    }

    /// Thresholds as APOC writes them, and now and then one that only a person would write.
    private static func threshold(_ source: inout SplitMix) -> String {
        switch Int.random(in: 0..<8, using: &source) {
        case 0: "\(Int.random(in: -20...20, using: &source))"
        case 1: "\(Double.random(in: -2...2, using: &source))"
        case 2: "\(Double.random(in: -1e-5...1e-5, using: &source))"
        default: "\(Double(Float.random(in: -100...100, using: &source)))"
        }
    }
}

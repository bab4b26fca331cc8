import Imaging

/// Classifier files with random forests on two features, written as APOC writes them.
enum RandomClassifier {
    /// A forest of three classes; a ProbabilityMapper where a class is named, a PixelClassifier otherwise.
    static func text(seed: Int, probabilityOf class: Int?) -> String {
        var random = SplitMix(seed: UInt64(seed))
        func weights(_ blanks: String) -> String {
            (0..<3).map { "\(blanks)s\($0)+=\(Double.random(in: 0.01...1, using: &random));\n" }.joined()
        }
        let trees = (0..<5 + seed * 3).map { _ in
            let (outer, inner) = (Float.random(in: 5...35, using: &random), Float.random(in: 10...30, using: &random))
            return "if(i0<\(outer)){\n if(i1<\(inner)){\n\(weights("  ")) } else {\n\(weights("  ")) }\n} else {\n"
                + "\(weights(" "))}\n"
        }
        let kind = `class` == nil ? "PixelClassifier" : "ProbabilityMapper"
        let end =
            `class`.map { number in
                " float sum_s=s0;\n int cls=1;\n sum_s = sum_s + s1;\n sum_s = sum_s + s2;\n"
                    + " WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), s\(number - 1) / sum_s);\n"
            }
            ?? " float max_s=s0;\n int cls=1;\n"
            + (1...2).map { " if (max_s < s\($0)) {\n  max_s = s\($0);\n  cls=\($0 + 1);\n }\n" }.joined()
            + " WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);\n"
        return """
            /*
            OpenCL RandomForestClassifier
            classifier_class_name = \(kind)
            feature_specification = original gaussian_blur=1
            num_ground_truth_dimensions = 2
            num_classes = 3
            num_features = 2
            max_depth = 2
            num_trees = \(trees.count)
            feature_importances = 0.5,0.5
            apoc_version = 0.12.0
            */
            __kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_out_TYPE out) {
             sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;
             const int x = get_global_id(0);
             const int y = get_global_id(1);
             const int z = get_global_id(2);
             float i0 = READ_IMAGE(in0, sampler, POS_in0_INSTANCE(x,y,z,0)).x;
             float i1 = READ_IMAGE(in1, sampler, POS_in1_INSTANCE(x,y,z,0)).x;
             float s0=0;
             float s1=0;
             float s2=0;

            """ + trees.joined() + end + "}\n"
    }
}

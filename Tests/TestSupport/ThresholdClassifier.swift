/// The smallest classifier file: one split on one feature.
package enum ThresholdClassifier {
    /// An ObjectSegmenter whose objects are the pixels whose `feature` is not below `threshold`.
    package static func text(threshold: String, feature: String = "original", dimensions: Int = 2) -> String {
        text(of: "ObjectSegmenter", feature: feature, dimensions: dimensions, threshold: threshold)
    }

    /// A classifier of objects: class 1 where `feature` is below `threshold`, else class 2.
    package static func text(ofObjects kind: String, feature: String, threshold: String) -> String {
        text(of: kind, feature: feature, dimensions: kind == "ObjectMerger" ? 2 : 1, threshold: threshold)
    }

    private static func text(of kind: String, feature: String, dimensions: Int, threshold: String) -> String {
        """
        /*
        OpenCL RandomForestClassifier
        classifier_class_name = \(kind)
        feature_specification = \(feature)
        num_ground_truth_dimensions = \(dimensions)
        num_classes = 2
        num_features = 1
        max_depth = 1
        num_trees = 1
        feature_importances = 1.0
        positive_class_identifier = 2
        apoc_version = 0.12.0
        */
        __kernel void predict (IMAGE_in0_TYPE in0, IMAGE_out_TYPE out) {
         sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;
         const int x = get_global_id(0);
         const int y = get_global_id(1);
         const int z = get_global_id(2);
         float i0 = READ_IMAGE(in0, sampler, POS_in0_INSTANCE(x,y,z,0)).x;
         float s0=0;
         float s1=0;
        if(i0<\(threshold)){
         s0+=1.0;
        } else {
         s1+=1.0;
        }
         float max_s=s0;
         int cls=1;
         if (max_s < s1) {
          max_s = s1;
          cls=2;
         }
         WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);
        }

        """
    }
}

import Imaging

/// The case that every program carries: an image by formula, a classifier that real APOC trained on it, and the label
/// image that real APOC 0.12.0 gives. Made by Tests/Fixtures/selftest.py; not to be edited.
package enum SelftestCase {
    /// How many objects there are.
    package static let objects = 35
    /// SHA-256 of the labels, row by row, as whole numbers of 32 bits, least byte first.
    package static let labels = "17c8d3be5c3fd9f908944690dbbdd934c5871b53f33ebfa0095b7ac577f65ffe"

    /// The image as a TIFF.
    package static var image: [UInt8] {
        BenchmarkImage(size: ImageSize(width: 201, height: 157), channelCount: 1).file()
    }

    /// The classifier's file.
    package static let classifier = """
        /*
        OpenCL RandomForestClassifier
        classifier_class_name = ObjectSegmenter
        feature_specification = original gaussian_blur=1 difference_of_gaussian=2 \
        laplace_box_of_gaussian_blur=2 sobel_of_gaussian_blur=1
        num_ground_truth_dimensions = 2
        num_classes = 2
        num_features = 5
        max_depth = 3
        num_trees = 4
        feature_importances = \
        0.25590274891288356,0.5419638836493418,0.18051950043613835,0.017936656746698774,0.003677210254937653
        positive_class_identifier = 2
        apoc_version = 0.12.0
        */
        __kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_in3_TYPE \
        in3, IMAGE_in4_TYPE in4, IMAGE_out_TYPE out) {
         sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;
         const int x = get_global_id(0);
         const int y = get_global_id(1);
         const int z = get_global_id(2);
         float i0 = READ_IMAGE(in0, sampler, POS_in0_INSTANCE(x,y,z,0)).x;
         float i1 = READ_IMAGE(in1, sampler, POS_in1_INSTANCE(x,y,z,0)).x;
         float i2 = READ_IMAGE(in2, sampler, POS_in2_INSTANCE(x,y,z,0)).x;
         float i3 = READ_IMAGE(in3, sampler, POS_in3_INSTANCE(x,y,z,0)).x;
         float i4 = READ_IMAGE(in4, sampler, POS_in4_INSTANCE(x,y,z,0)).x;
         float s0=0;
         float s1=0;
        if(i1<2951.72509765625){
         if(i0<2747.5){
          if(i0<2661.5){
           s0+=0.9987612660715048;
           s1+=0.0012387339284951517;
          } else {
           s0+=0.7342657342657343;
           s1+=0.26573426573426573;
          }
         } else {
          if(i4<4973.46728515625){
           s0+=1.0;
          } else {
           s0+=0.0625;
           s1+=0.9375;
          }
         }
        } else {
         if(i0<2858.5){
          if(i2<-69.0699462890625){
           s0+=0.925531914893617;
           s1+=0.07446808510638298;
          } else {
           s1+=1.0;
          }
         } else {
          if(i3<-274.812744140625){
           s0+=0.7078651685393258;
           s1+=0.29213483146067415;
          } else {
           s0+=0.0006511264487563485;
           s1+=0.9993488735512437;
          }
         }
        }
        if(i2<8.2879638671875){
         if(i1<2875.7412109375){
          if(i0<2727.5){
           s0+=0.9972962533796833;
           s1+=0.0027037466203167246;
          } else {
           s0+=0.265625;
           s1+=0.734375;
          }
         } else {
          if(i3<-274.812744140625){
           s0+=0.8294314381270903;
           s1+=0.1705685618729097;
          } else {
           s0+=0.005506607929515419;
           s1+=0.9944933920704846;
          }
         }
        } else {
         if(i2<8.8804931640625){
          if(i1<3013.0224609375){
           s0+=1.0;
          } else {
           s1+=1.0;
          }
         } else {
          s1+=1.0;
         }
        }
        if(i1<2910.453125){
         if(i4<5292.78857421875){
          if(i0<2807.5){
           s0+=0.9997405068765678;
           s1+=0.00025949312343222903;
          } else {
           s0+=0.16666666666666666;
           s1+=0.8333333333333334;
          }
         } else {
          if(i3<-281.2298583984375){
           s0+=0.9516129032258065;
           s1+=0.04838709677419355;
          } else {
           s0+=0.14556962025316456;
           s1+=0.8544303797468354;
          }
         }
        } else {
         if(i3<-282.7393798828125){
          if(i0<2950.5){
           s0+=0.9132947976878613;
           s1+=0.08670520231213873;
          } else {
           s0+=0.5076923076923077;
           s1+=0.49230769230769234;
          }
         } else {
          if(i1<3049.2724609375){
           s0+=0.0979381443298969;
           s1+=0.9020618556701031;
          } else {
           s0+=0.0010453416960669018;
           s1+=0.9989546583039332;
          }
         }
        }
        if(i0<2779.0){
         if(i0<2636.5){
          if(i1<2608.496337890625){
           s0+=0.9999555496288394;
           s1+=4.445037116059919e-05;
          } else {
           s0+=0.9578231292517007;
           s1+=0.04217687074829932;
          }
         } else {
          if(i4<5269.7021484375){
           s0+=0.9766081871345029;
           s1+=0.023391812865497075;
          } else {
           s0+=0.5897435897435898;
           s1+=0.41025641025641024;
          }
         }
        } else {
         if(i0<3083.5){
          if(i2<-77.7041015625){
           s0+=0.8320610687022901;
           s1+=0.16793893129770993;
          } else {
           s0+=0.041666666666666664;
           s1+=0.9583333333333334;
          }
         } else {
          if(i2<-81.0965576171875){
           s0+=0.5;
           s1+=0.5;
          } else {
           s0+=0.00026518164942985947;
           s1+=0.9997348183505701;
          }
         }
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

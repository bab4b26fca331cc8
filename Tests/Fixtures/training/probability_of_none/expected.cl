/*
OpenCL RandomForestClassifier
classifier_class_name = ProbabilityMapper
feature_specification = laplace_box_of_gaussian_blur=2
num_ground_truth_dimensions = 2
num_classes = 3
num_features = 1
max_depth = 4
num_trees = 1
feature_importances = 1.0
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
 float s2=0;
if(i0<0.9263076782226562){
 if(i0<0.0124969482421875){
  if(i0<-1.9378581047058105){
   if(i0<-3.11552095413208){
    s0+=0.4782608695652174;
    s1+=0.043478260869565216;
    s2+=0.4782608695652174;
   } else {
    s0+=0.8333333333333334;
    s1+=0.08333333333333333;
    s2+=0.08333333333333333;
   }
  } else {
   if(i0<-0.061798095703125){
    s0+=0.2619047619047619;
    s1+=0.3333333333333333;
    s2+=0.40476190476190477;
   } else {
    s0+=0.5272727272727272;
    s1+=0.2727272727272727;
    s2+=0.2;
   }
  }
 } else {
  if(i0<0.1605548858642578){
   if(i0<0.0705413818359375){
    s0+=0.14705882352941177;
    s1+=0.6176470588235294;
    s2+=0.23529411764705882;
   } else {
    s0+=0.20512820512820512;
    s1+=0.3333333333333333;
    s2+=0.46153846153846156;
   }
  } else {
   if(i0<0.34064483642578125){
    s0+=0.125;
    s1+=0.8125;
    s2+=0.0625;
   } else {
    s0+=0.16666666666666666;
    s1+=0.3333333333333333;
    s2+=0.5;
   }
  }
 }
} else {
 if(i0<3.11553955078125){
  if(i0<1.937713623046875){
   s2+=1.0;
  } else {
   s1+=0.5;
   s2+=0.5;
  }
 } else {
  if(i0<8.144966125488281){
   s2+=1.0;
  } else {
   s0+=0.125;
   s2+=0.875;
  }
 }
}
 float max_s=s0;
 int cls=1;
 if (max_s < s1) {
  max_s = s1;
  cls=2;
 }
 if (max_s < s2) {
  max_s = s2;
  cls=3;
 }
 WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);
}

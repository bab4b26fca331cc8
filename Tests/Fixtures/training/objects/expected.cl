/*
OpenCL RandomForestClassifier
classifier_class_name = ObjectClassifier
feature_specification = average_distance_of_n_nearest_neighbors=10 mean_max_distance_to_mass_center_ratio mass_center_x sum_intensity bbox_min_y mean_intensity centroid_y
num_ground_truth_dimensions = 1
num_classes = 2
num_features = 7
max_depth = 4
num_trees = 2
feature_importances = 0.0,0.0,0.328125,0.4099702380952381,0.06547619047619047,0.0,0.19642857142857142
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_in3_TYPE in3, IMAGE_in4_TYPE in4, IMAGE_in5_TYPE in5, IMAGE_in6_TYPE in6, IMAGE_out_TYPE out) {
 sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;
 const int x = get_global_id(0);
 const int y = get_global_id(1);
 const int z = get_global_id(2);
 float i0 = READ_IMAGE(in0, sampler, POS_in0_INSTANCE(x,y,z,0)).x;
 float i1 = READ_IMAGE(in1, sampler, POS_in1_INSTANCE(x,y,z,0)).x;
 float i2 = READ_IMAGE(in2, sampler, POS_in2_INSTANCE(x,y,z,0)).x;
 float i3 = READ_IMAGE(in3, sampler, POS_in3_INSTANCE(x,y,z,0)).x;
 float i4 = READ_IMAGE(in4, sampler, POS_in4_INSTANCE(x,y,z,0)).x;
 float i5 = READ_IMAGE(in5, sampler, POS_in5_INSTANCE(x,y,z,0)).x;
 float i6 = READ_IMAGE(in6, sampler, POS_in6_INSTANCE(x,y,z,0)).x;
 float s0=0;
 float s1=0;
if(i3<768.0){
 if(i4<2.5){
  s0+=1.0;
 } else {
  if(i6<12.291666984558105){
   s1+=1.0;
  } else {
   s0+=1.0;
  }
 }
} else {
 s1+=1.0;
}
if(i2<23.47031593322754){
 if(i3<315.5){
  s0+=1.0;
 } else {
  s1+=1.0;
 }
} else {
 s0+=1.0;
}
 float max_s=s0;
 int cls=1;
 if (max_s < s1) {
  max_s = s1;
  cls=2;
 }
 WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);
}

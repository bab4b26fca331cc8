/*
OpenCL RandomForestClassifier
classifier_class_name = ObjectSelector
feature_specification = area mean_intensity standard_deviation_intensity mean_max_distance_to_centroid_ratio touching_neighbor_count average_distance_of_touching_neighbors average_distance_of_n_nearest_neighbors=6 centroid_z touch_count_sum
num_ground_truth_dimensions = 1
num_classes = 2
num_features = 9
max_depth = 3
num_trees = 10
feature_importances = 0.27653061224489794,0.10892857142857144,0.10595238095238095,0.2773809523809524,0.17876984126984125,0.02743764172335601,0.0,0.0,0.025
positive_class_identifier = 1
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_in3_TYPE in3, IMAGE_in4_TYPE in4, IMAGE_in5_TYPE in5, IMAGE_in6_TYPE in6, IMAGE_in7_TYPE in7, IMAGE_in8_TYPE in8, IMAGE_out_TYPE out) {
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
 float i7 = READ_IMAGE(in7, sampler, POS_in7_INSTANCE(x,y,z,0)).x;
 float i8 = READ_IMAGE(in8, sampler, POS_in8_INSTANCE(x,y,z,0)).x;
 float s0=0;
 float s1=0;
if(i2<7271.279296875){
 s0+=1.0;
} else {
 s1+=1.0;
}
if(i0<9.5){
 s0+=1.0;
} else {
 s1+=1.0;
}
if(i8<4.5){
 if(i3<1.41801917552948){
  s0+=1.0;
 } else {
  s1+=1.0;
 }
} else {
 s0+=1.0;
}
if(i4<1.5){
 if(i2<19395.82421875){
  s1+=1.0;
 } else {
  if(i3<1.4314751625061035){
   s0+=1.0;
  } else {
   s1+=1.0;
  }
 }
} else {
 s0+=1.0;
}
if(i5<2.9564387798309326){
 if(i0<4.0){
  s0+=1.0;
 } else {
  s1+=1.0;
 }
} else {
 if(i4<1.5){
  s1+=1.0;
 } else {
  s0+=1.0;
 }
}
if(i3<1.41801917552948){
 s0+=1.0;
} else {
 s1+=1.0;
}
if(i1<11975.9580078125){
 s0+=1.0;
} else {
 if(i4<1.5){
  if(i0<10.0){
   s0+=1.0;
  } else {
   s1+=1.0;
  }
 } else {
  s0+=1.0;
 }
}
if(i4<0.5){
 if(i1<11975.9580078125){
  s0+=1.0;
 } else {
  s1+=1.0;
 }
} else {
 s1+=1.0;
}
if(i0<6.0){
 s0+=1.0;
} else {
 s1+=1.0;
}
if(i3<0.6896951198577881){
 s0+=1.0;
} else {
 if(i4<1.5){
  s1+=1.0;
 } else {
  s0+=1.0;
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

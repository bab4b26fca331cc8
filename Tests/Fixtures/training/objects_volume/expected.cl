/*
OpenCL RandomForestClassifier
classifier_class_name = ObjectClassifier
feature_specification = average_distance_of_n_nearest_neighbors=1 touching_neighbor_count bbox_width min_intensity standard_deviation_intensity
num_ground_truth_dimensions = 1
num_classes = 3
num_features = 5
max_depth = 2
num_trees = 5
feature_importances = 0.37473284035327664,0.19726028716582258,0.08550783912747106,0.3083090892193515,0.034189944134078186
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_in3_TYPE in3, IMAGE_in4_TYPE in4, IMAGE_out_TYPE out) {
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
 float s2=0;
if(i1<1.5){
 if(i0<2.71470308303833){
  s1+=1.0;
 } else {
  s0+=0.75;
  s1+=0.25;
 }
} else {
 if(i0<2.9301700592041016){
  s1+=0.5;
  s2+=0.5;
 } else {
  s2+=1.0;
 }
}
if(i3<-147.91522216796875){
 s1+=1.0;
} else {
 if(i1<1.5){
  s0+=0.4444444444444444;
  s1+=0.2222222222222222;
  s2+=0.3333333333333333;
 } else {
  s1+=0.16666666666666666;
  s2+=0.8333333333333334;
 }
}
if(i3<238.04751586914062){
 if(i4<103.79159545898438){
  s2+=1.0;
 } else {
  s0+=0.5;
  s2+=0.5;
 }
} else {
 if(i0<2.5254716873168945){
  s1+=1.0;
 } else {
  s0+=0.6666666666666666;
  s2+=0.3333333333333333;
 }
}
if(i0<2.4547362327575684){
 s1+=1.0;
} else {
 if(i0<2.8846919536590576){
  s2+=1.0;
 } else {
  s0+=0.75;
  s2+=0.25;
 }
}
if(i2<5.5){
 if(i3<65.0289306640625){
  s1+=0.14285714285714285;
  s2+=0.8571428571428571;
 } else {
  s0+=0.5;
  s1+=0.25;
  s2+=0.25;
 }
} else {
 s1+=1.0;
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

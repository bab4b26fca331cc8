/*
OpenCL RandomForestClassifier
classifier_class_name = ObjectSelector
feature_specification = area mean_intensity touching_neighbor_count
num_ground_truth_dimensions = 1
num_classes = 4
num_features = 3
max_depth = 2
num_trees = 10
feature_importances = 0.3782051282051282,0.311025641025641,0.3107692307692308
positive_class_identifier = 2
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_out_TYPE out) {
 sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;
 const int x = get_global_id(0);
 const int y = get_global_id(1);
 const int z = get_global_id(2);
 float i0 = READ_IMAGE(in0, sampler, POS_in0_INSTANCE(x,y,z,0)).x;
 float i1 = READ_IMAGE(in1, sampler, POS_in1_INSTANCE(x,y,z,0)).x;
 float i2 = READ_IMAGE(in2, sampler, POS_in2_INSTANCE(x,y,z,0)).x;
 float s0=0;
 float s1=0;
 float s2=0;
 float s3=0;
if(i2<0.5){
 if(i0<26.0){
  s3+=1.0;
 } else {
  s0+=1.0;
 }
} else {
 if(i0<15.5){
  s1+=1.0;
 } else {
  s2+=1.0;
 }
}
if(i0<18.5){
 s1+=1.0;
} else {
 if(i0<26.0){
  s3+=1.0;
 } else {
  s0+=0.6666666666666666;
  s3+=0.3333333333333333;
 }
}
if(i0<20.0){
 if(i2<1.5){
  s2+=1.0;
 } else {
  s1+=1.0;
 }
} else {
 s3+=1.0;
}
if(i1<5313.64453125){
 if(i2<1.0){
  s3+=1.0;
 } else {
  s1+=1.0;
 }
} else {
 s0+=1.0;
}
if(i0<13.0){
 s3+=1.0;
} else {
 if(i2<1.0){
  s3+=1.0;
 } else {
  s1+=1.0;
 }
}
if(i1<4840.5703125){
 if(i2<1.0){
  s3+=1.0;
 } else {
  s1+=1.0;
 }
} else {
 if(i1<6069.71484375){
  s0+=1.0;
 } else {
  s2+=1.0;
 }
}
if(i2<0.5){
 if(i1<5313.64453125){
  s3+=1.0;
 } else {
  s0+=1.0;
 }
} else {
 s2+=1.0;
}
if(i1<5457.6357421875){
 s3+=1.0;
} else {
 s2+=1.0;
}
if(i1<5313.64453125){
 if(i2<1.0){
  s3+=1.0;
 } else {
  s1+=1.0;
 }
} else {
 if(i2<0.5){
  s0+=1.0;
 } else {
  s2+=1.0;
 }
}
if(i0<15.5){
 if(i0<13.0){
  s3+=1.0;
 } else {
  s1+=1.0;
 }
} else {
 if(i0<20.0){
  s2+=1.0;
 } else {
  s3+=1.0;
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
 if (max_s < s3) {
  max_s = s3;
  cls=4;
 }
 WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);
}

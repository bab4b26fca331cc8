/*
OpenCL RandomForestClassifier
classifier_class_name = PixelClassifier
feature_specification = original sobel_of_gaussian_blur=5
num_ground_truth_dimensions = 2
num_classes = 2
num_features = 2
max_depth = 2
num_trees = 10
feature_importances = 0.6,0.4
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
if(i0<5971.5){
 s0+=1.0;
} else {
 s1+=1.0;
}
s1+=1.0;
s1+=1.0;
if(i0<5971.5){
 s0+=1.0;
} else {
 s1+=1.0;
}
s1+=1.0;
s1+=1.0;
if(i1<1877.253173828125){
 s0+=1.0;
} else {
 s1+=1.0;
}
s0+=1.0;
if(i1<1877.253173828125){
 s0+=1.0;
} else {
 s1+=1.0;
}
if(i0<5971.5){
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

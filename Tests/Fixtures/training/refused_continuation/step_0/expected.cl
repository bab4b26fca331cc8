/*
OpenCL RandomForestClassifier
classifier_class_name = PixelClassifier
feature_specification = original gaussian_blur=1
num_ground_truth_dimensions = 2
num_classes = 2
num_features = 2
max_depth = 2
num_trees = 5
feature_importances = 0.3105945892551877,0.6894054107448123
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
if(i0<453.1370849609375){
 if(i1<392.74993896484375){
  s0+=0.9193548387096774;
  s1+=0.08064516129032258;
 } else {
  s1+=1.0;
 }
} else {
 if(i0<459.951416015625){
  s0+=0.3333333333333333;
  s1+=0.6666666666666666;
 } else {
  s0+=0.025;
  s1+=0.975;
 }
}
if(i1<394.41680908203125){
 if(i1<344.68353271484375){
  s0+=0.9534883720930233;
  s1+=0.046511627906976744;
 } else {
  s0+=0.6086956521739131;
  s1+=0.391304347826087;
 }
} else {
 if(i1<426.42828369140625){
  s0+=0.14285714285714285;
  s1+=0.8571428571428571;
 } else {
  s1+=1.0;
 }
}
if(i1<392.74993896484375){
 if(i1<371.15509033203125){
  s0+=0.926829268292683;
  s1+=0.07317073170731707;
 } else {
  s0+=0.6;
  s1+=0.4;
 }
} else {
 if(i1<426.42828369140625){
  s0+=0.25;
  s1+=0.75;
 } else {
  s0+=0.02040816326530612;
  s1+=0.9795918367346939;
 }
}
if(i0<332.5018310546875){
 if(i1<391.9689636230469){
  s0+=0.9811320754716981;
  s1+=0.018867924528301886;
 } else {
  s1+=1.0;
 }
} else {
 if(i1<381.7419738769531){
  s0+=0.8181818181818182;
  s1+=0.18181818181818182;
 } else {
  s0+=0.06382978723404255;
  s1+=0.9361702127659575;
 }
}
if(i1<392.74993896484375){
 if(i0<457.4619140625){
  s0+=0.9142857142857143;
  s1+=0.08571428571428572;
 } else {
  s1+=1.0;
 }
} else {
 if(i0<647.367431640625){
  s0+=0.02857142857142857;
  s1+=0.9714285714285714;
 } else {
  s0+=0.5714285714285714;
  s1+=0.42857142857142855;
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

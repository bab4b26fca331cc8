/*
OpenCL RandomForestClassifier
classifier_class_name = PixelClassifier
feature_specification = gaussian_blur=25 difference_of_gaussian=2 laplace_box_of_gaussian_blur=1.0 minimum_box=2.0 difference_of_gaussian=1 maximum_box=5
num_ground_truth_dimensions = 3
num_classes = 2
num_features = 6
max_depth = 2
num_trees = 5
feature_importances = 0.0,0.1446342252081106,0.2162691884580618,0.6051743288781793,0.023560262724892117,0.0103619947307562
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_in3_TYPE in3, IMAGE_in4_TYPE in4, IMAGE_in5_TYPE in5, IMAGE_out_TYPE out) {
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
 float s0=0;
 float s1=0;
if(i2<-91406.765625){
 if(i4<-0.036376953125){
  s0+=0.6451612903225806;
  s1+=0.3548387096774194;
 } else {
  s0+=0.2619047619047619;
  s1+=0.7380952380952381;
 }
} else {
 if(i2<-49231.75){
  s0+=0.7142857142857143;
  s1+=0.2857142857142857;
 } else {
  s0+=0.9922480620155039;
  s1+=0.007751937984496124;
 }
}
if(i3<1969.0){
 if(i1<-19.72900390625){
  s0+=0.9492753623188406;
  s1+=0.050724637681159424;
 } else {
  s0+=0.6486486486486487;
  s1+=0.35135135135135137;
 }
} else {
 if(i2<-212585.90625){
  s0+=0.84;
  s1+=0.16;
 } else {
  s0+=0.24060150375939848;
  s1+=0.7593984962406015;
 }
}
if(i3<1969.0){
 if(i1<-19.72900390625){
  s0+=0.9150943396226415;
  s1+=0.08490566037735849;
 } else {
  s0+=0.6;
  s1+=0.4;
 }
} else {
 if(i1<67.166015625){
  s0+=0.18992248062015504;
  s1+=0.810077519379845;
 } else {
  s0+=0.6351351351351351;
  s1+=0.36486486486486486;
 }
}
if(i3<1406.5){
 if(i4<-0.10113525390625){
  s0+=0.95;
  s1+=0.05;
 } else {
  s0+=0.6896551724137931;
  s1+=0.3103448275862069;
 }
} else {
 if(i1<0.49658203125){
  s0+=0.4621212121212121;
  s1+=0.5378787878787878;
 } else {
  s0+=0.1981981981981982;
  s1+=0.8018018018018018;
 }
}
if(i3<1969.0){
 if(i5<4781.0){
  s0+=0.9387755102040817;
  s1+=0.061224489795918366;
 } else {
  s0+=0.7066666666666667;
  s1+=0.29333333333333333;
 }
} else {
 if(i1<67.166015625){
  s0+=0.21691176470588236;
  s1+=0.7830882352941176;
 } else {
  s0+=0.603448275862069;
  s1+=0.39655172413793105;
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

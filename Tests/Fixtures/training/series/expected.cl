/*
OpenCL RandomForestClassifier
classifier_class_name = PixelClassifier
feature_specification = laplace_diamond=0 laplace_box_of_median_box=2 sobel_of_gaussian_blur=5 gaussian_blur=25.0
num_ground_truth_dimensions = 2
num_classes = 2
num_features = 4
max_depth = 4
num_trees = 1
feature_importances = 0.0,0.3272644165358235,0.14138970960078256,0.531345873863394
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_in3_TYPE in3, IMAGE_out_TYPE out) {
 sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;
 const int x = get_global_id(0);
 const int y = get_global_id(1);
 const int z = get_global_id(2);
 float i0 = READ_IMAGE(in0, sampler, POS_in0_INSTANCE(x,y,z,0)).x;
 float i1 = READ_IMAGE(in1, sampler, POS_in1_INSTANCE(x,y,z,0)).x;
 float i2 = READ_IMAGE(in2, sampler, POS_in2_INSTANCE(x,y,z,0)).x;
 float i3 = READ_IMAGE(in3, sampler, POS_in3_INSTANCE(x,y,z,0)).x;
 float s0=0;
 float s1=0;
if(i3<5557.17333984375){
 if(i1<-844.5){
  if(i3<3784.07470703125){
   if(i2<583.8665161132812){
    s0+=1.0;
   } else {
    s0+=0.4444444444444444;
    s1+=0.5555555555555556;
   }
  } else {
   if(i1<-1260.0){
    s0+=0.8507462686567164;
    s1+=0.14925373134328357;
   } else {
    s0+=0.5384615384615384;
    s1+=0.46153846153846156;
   }
  }
 } else {
  if(i3<3733.587158203125){
   if(i3<3662.115966796875){
    s0+=0.34507042253521125;
    s1+=0.6549295774647887;
   } else {
    s0+=0.6627906976744186;
    s1+=0.3372093023255814;
   }
  } else {
   if(i1<1359.0){
    s0+=0.3023255813953488;
    s1+=0.6976744186046512;
   } else {
    s0+=0.12727272727272726;
    s1+=0.8727272727272727;
   }
  }
 }
} else {
 if(i2<1020.5224609375){
  if(i1<878.5){
   if(i3<5754.935546875){
    s0+=1.0;
   } else {
    s0+=0.5;
    s1+=0.5;
   }
  } else {
   if(i2<560.998779296875){
    s0+=0.36363636363636365;
    s1+=0.6363636363636364;
   } else {
    s0+=1.0;
   }
  }
 } else {
  s1+=1.0;
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

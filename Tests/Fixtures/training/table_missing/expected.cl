/*
OpenCL RandomForestClassifier
classifier_class_name = TableRowClassifier
feature_specification = area x texture_1 elongation
num_ground_truth_dimensions = 1
num_classes = 3
num_features = 4
max_depth = 2
num_trees = 10
feature_importances = 0.21061492370110207,0.23861341910159256,0.22495865955672736,0.32581299764057803
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
 float s2=0;
if(i3<-649.1536865234375){
 if(i2<0.10486571490764618){
  s0+=1.0;
 } else {
  s2+=1.0;
 }
} else {
 if(i3<974.318603515625){
  s0+=0.13333333333333333;
  s1+=0.6;
  s2+=0.26666666666666666;
 } else {
  s0+=0.8;
  s1+=0.2;
 }
}
if(i3<954.9281616210938){
 if(i0<5.600241661071777){
  s0+=0.2;
  s1+=0.4;
  s2+=0.4;
 } else {
  s2+=1.0;
 }
} else {
 s0+=1.0;
}
if(i1<-1.2998452186584473){
 if(i3<-59.27630615234375){
  s2+=1.0;
 } else {
  s1+=1.0;
 }
} else {
 if(i2<0.051057152450084686){
  s0+=0.6470588235294118;
  s1+=0.23529411764705882;
  s2+=0.11764705882352941;
 } else {
  s2+=1.0;
 }
}
if(i0<-1.2991687059402466){
 s1+=1.0;
} else {
 if(i0<9.431739807128906){
  s0+=0.3333333333333333;
  s1+=0.1111111111111111;
  s2+=0.5555555555555556;
 } else {
  s0+=0.2;
  s1+=0.8;
 }
}
if(i3<931.129150390625){
 if(i3<746.478515625){
  s0+=0.3157894736842105;
  s1+=0.21052631578947367;
  s2+=0.47368421052631576;
 } else {
  s2+=1.0;
 }
} else {
 s0+=1.0;
}
if(i1<0.040589313954114914){
 if(i3<-430.64617919921875){
  s1+=1.0;
 } else {
  s0+=0.5714285714285714;
  s1+=0.2857142857142857;
  s2+=0.14285714285714285;
 }
} else {
 if(i0<7.5278215408325195){
  s0+=0.25;
  s1+=0.16666666666666666;
  s2+=0.5833333333333334;
 } else {
  s0+=1.0;
 }
}
if(i3<954.9281616210938){
 if(i2<-0.11064322292804718){
  s1+=1.0;
 } else {
  s0+=0.38095238095238093;
  s1+=0.047619047619047616;
  s2+=0.5714285714285714;
 }
} else {
 s0+=1.0;
}
if(i0<4.131268501281738){
 if(i1<-0.9756959080696106){
  s1+=0.6666666666666666;
  s2+=0.3333333333333333;
 } else {
  s0+=0.6363636363636364;
  s1+=0.09090909090909091;
  s2+=0.2727272727272727;
 }
} else {
 if(i2<-0.049204081296920776){
  s1+=1.0;
 } else {
  s0+=1.0;
 }
}
if(i1<0.19990357756614685){
 if(i1<-0.8019704222679138){
  s0+=0.14285714285714285;
  s1+=0.8571428571428571;
 } else {
  s0+=0.7777777777777778;
  s1+=0.2222222222222222;
 }
} else {
 if(i2<-0.016332214698195457){
  s0+=0.5;
  s1+=0.5;
 } else {
  s0+=0.2;
  s2+=0.8;
 }
}
if(i2<-0.08365727961063385){
 if(i2<-0.11040560901165009){
  s1+=1.0;
 } else {
  s0+=0.4;
  s1+=0.6;
 }
} else {
 if(i1<-0.8019704222679138){
  s0+=0.25;
  s1+=0.75;
 } else {
  s0+=0.5;
  s2+=0.5;
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

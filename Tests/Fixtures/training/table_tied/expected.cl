/*
OpenCL RandomForestClassifier
classifier_class_name = TableRowClassifier
feature_specification = c0 c1 c2
num_ground_truth_dimensions = 1
num_classes = 5
num_features = 3
max_depth = 4
num_trees = 5
feature_importances = 0.5131465153204283,0.19682853378505555,0.29002495089451613
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
 float s4=0;
if(i2<0.5){
 s2+=0.3333333333333333;
 s3+=0.6666666666666666;
} else {
 if(i2<1.5){
  if(i0<0.5){
   s0+=1.0;
  } else {
   s1+=1.0;
  }
 } else {
  s0+=0.6666666666666666;
  s3+=0.3333333333333333;
 }
}
if(i0<1.5){
 if(i2<0.5){
  s2+=0.5;
  s3+=0.5;
 } else {
  if(i1<1.0){
   if(i2<1.5){
    s1+=0.5;
    s4+=0.5;
   } else {
    s4+=1.0;
   }
  } else {
   s0+=1.0;
  }
 }
} else {
 s2+=1.0;
}
if(i0<0.5){
 if(i2<1.5){
  s4+=1.0;
 } else {
  s0+=1.0;
 }
} else {
 if(i1<1.0){
  if(i0<1.5){
   s4+=1.0;
  } else {
   s1+=0.5;
   s2+=0.5;
  }
 } else {
  s2+=1.0;
 }
}
if(i1<1.0){
 if(i2<1.5){
  if(i2<0.5){
   s1+=1.0;
  } else {
   if(i0<0.5){
    s4+=1.0;
   } else {
    s1+=1.0;
   }
  }
 } else {
  s4+=1.0;
 }
} else {
 s0+=1.0;
}
if(i0<0.5){
 s0+=0.6;
 s3+=0.4;
} else {
 if(i0<1.5){
  s2+=0.5;
  s3+=0.5;
 } else {
  s1+=0.6666666666666666;
  s2+=0.3333333333333333;
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
 if (max_s < s4) {
  max_s = s4;
  cls=5;
 }
 WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);
}

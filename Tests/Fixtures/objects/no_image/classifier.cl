/*
OpenCL RandomForestClassifier
classifier_class_name = ObjectClassifier
feature_specification = area mean_intensity standard_deviation_intensity mean_max_distance_to_centroid_ratio touching_neighbor_count average_distance_of_touching_neighbors average_distance_of_n_nearest_neighbors=6 centroid_z touch_count_sum
num_ground_truth_dimensions = 1
num_classes = 3
num_features = 9
max_depth = 3
num_trees = 10
feature_importances = 0.17422634905302517,0.6320088627606129,0.0,0.193764788186362,0.0,0.0,0.0,0.0,0.0
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
 float s2=0;
if(i1<0.5){
 s0+=0.5;
 s1+=0.20833333333333334;
 s2+=0.2916666666666667;
} else {
 if(i0<394.5){
  if(i1<7.0){
   s2+=1.0;
  } else {
   s0+=0.07142857142857142;
   s1+=0.5;
   s2+=0.42857142857142855;
  }
 } else {
  s1+=1.0;
 }
}
if(i3<1.3957958221435547){
 if(i3<0.5){
  if(i0<0.5){
   s0+=0.32;
   s1+=0.24;
   s2+=0.44;
  } else {
   s0+=0.2222222222222222;
   s1+=0.4444444444444444;
   s2+=0.3333333333333333;
  }
 } else {
  if(i1<26.5){
   s0+=0.6;
   s2+=0.4;
  } else {
   s1+=1.0;
  }
 }
} else {
 s1+=1.0;
}
if(i1<23.5){
 if(i1<0.5){
  s0+=0.28;
  s1+=0.12;
  s2+=0.6;
 } else {
  if(i3<0.5){
   s1+=0.5714285714285714;
   s2+=0.42857142857142855;
  } else {
   s0+=0.4;
   s1+=0.2;
   s2+=0.4;
  }
 }
} else {
 s1+=1.0;
}
if(i1<2.5){
 if(i3<0.8957958221435547){
  s0+=0.4375;
  s1+=0.34375;
  s2+=0.21875;
 } else {
  s1+=1.0;
 }
} else {
 if(i3<0.5){
  if(i1<21.0){
   s1+=0.5;
   s2+=0.5;
  } else {
   s2+=1.0;
  }
 } else {
  if(i1<19.0){
   s2+=1.0;
  } else {
   s0+=0.5;
   s1+=0.5;
  }
 }
}
if(i0<0.5){
 s0+=0.52;
 s1+=0.12;
 s2+=0.36;
} else {
 if(i1<33.5){
  if(i3<0.5){
   s1+=0.75;
   s2+=0.25;
  } else {
   s0+=0.16666666666666666;
   s1+=0.5;
   s2+=0.3333333333333333;
  }
 } else {
  s2+=1.0;
 }
}
if(i3<0.5){
 if(i1<21.5){
  if(i1<5.0){
   s0+=0.15384615384615385;
   s1+=0.2692307692307692;
   s2+=0.5769230769230769;
  } else {
   s0+=0.5;
   s1+=0.5;
  }
 } else {
  s2+=1.0;
 }
} else {
 s1+=1.0;
}
if(i0<0.5){
 s0+=0.20833333333333334;
 s1+=0.2916666666666667;
 s2+=0.5;
} else {
 if(i1<38.0){
  if(i3<0.5){
   s1+=0.45454545454545453;
   s2+=0.5454545454545454;
  } else {
   s0+=0.25;
   s1+=0.25;
   s2+=0.5;
  }
 } else {
  s1+=1.0;
 }
}
if(i1<23.5){
 if(i0<0.5){
  s0+=0.30303030303030304;
  s1+=0.30303030303030304;
  s2+=0.3939393939393939;
 } else {
  if(i0<1.5){
   s1+=0.25;
   s2+=0.75;
  } else {
   s0+=0.5;
   s2+=0.5;
  }
 }
} else {
 s1+=1.0;
}
if(i3<0.5){
 if(i1<21.0){
  if(i0<0.5){
   s0+=0.4074074074074074;
   s1+=0.25925925925925924;
   s2+=0.3333333333333333;
  } else {
   s0+=0.2;
   s1+=0.6;
   s2+=0.2;
  }
 } else {
  if(i1<38.0){
   s2+=1.0;
  } else {
   s1+=1.0;
  }
 }
} else {
 if(i1<16.5){
  s0+=1.0;
 } else {
  if(i1<19.0){
   s2+=1.0;
  } else {
   s0+=1.0;
  }
 }
}
if(i3<0.5){
 if(i1<38.0){
  if(i1<27.5){
   s0+=0.23076923076923078;
   s1+=0.34615384615384615;
   s2+=0.4230769230769231;
  } else {
   s2+=1.0;
  }
 } else {
  s1+=1.0;
 }
} else {
 if(i1<22.5){
  if(i1<8.5){
   s1+=1.0;
  } else {
   s0+=1.0;
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
 if (max_s < s2) {
  max_s = s2;
  cls=3;
 }
 WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);
}

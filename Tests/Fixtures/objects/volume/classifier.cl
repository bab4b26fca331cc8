/*
OpenCL RandomForestClassifier
classifier_class_name = ObjectClassifier
feature_specification = area mean_intensity standard_deviation_intensity mean_max_distance_to_centroid_ratio touching_neighbor_count average_distance_of_touching_neighbors average_distance_of_n_nearest_neighbors=6 centroid_z touch_count_sum
num_ground_truth_dimensions = 1
num_classes = 3
num_features = 9
max_depth = 3
num_trees = 10
feature_importances = 0.1039295148004161,0.10328025711889777,0.09692129199459439,0.14649015801777854,0.11924000830199825,0.15742936295091486,0.13672148728962646,0.08145719187537451,0.05453072765039909
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
if(i6<2.719155788421631){
 if(i2<11547.65625){
  s1+=1.0;
 } else {
  if(i5<3.0370922088623047){
   s0+=0.14285714285714285;
   s1+=0.047619047619047616;
   s2+=0.8095238095238095;
  } else {
   s0+=0.6666666666666666;
   s2+=0.3333333333333333;
  }
 }
} else {
 if(i5<2.9662160873413086){
  if(i2<11041.791015625){
   s2+=1.0;
  } else {
   s1+=1.0;
  }
 } else {
  if(i0<22.5){
   s0+=0.8;
   s1+=0.1;
   s2+=0.1;
  } else {
   s2+=1.0;
  }
 }
}
if(i7<1.6145832538604736){
 if(i4<8.5){
  if(i0<8.5){
   s1+=0.2;
   s2+=0.8;
  } else {
   s0+=0.3333333333333333;
   s1+=0.4444444444444444;
   s2+=0.2222222222222222;
  }
 } else {
  s2+=1.0;
 }
} else {
 if(i1<33048.6796875){
  if(i0<25.0){
   s0+=1.0;
  } else {
   s1+=1.0;
  }
 } else {
  if(i4<7.5){
   s0+=0.8;
   s2+=0.2;
  } else {
   s1+=1.0;
  }
 }
}
if(i7<2.8839285373687744){
 if(i3<1.4065219163894653){
  s0+=1.0;
 } else {
  if(i4<7.5){
   s0+=0.16666666666666666;
   s1+=0.25;
   s2+=0.5833333333333334;
  } else {
   s2+=1.0;
  }
 }
} else {
 if(i1<35431.6640625){
  if(i4<8.0){
   s0+=0.16666666666666666;
   s1+=0.6666666666666666;
   s2+=0.16666666666666666;
  } else {
   s0+=1.0;
  }
 } else {
  s1+=1.0;
 }
}
if(i3<1.5176365375518799){
 if(i6<2.263416290283203){
  s0+=1.0;
 } else {
  if(i4<7.5){
   s1+=0.8333333333333334;
   s2+=0.16666666666666666;
  } else {
   s0+=0.3333333333333333;
   s2+=0.6666666666666666;
  }
 }
} else {
 if(i2<19426.873046875){
  if(i3<1.583629846572876){
   s2+=1.0;
  } else {
   s0+=0.07142857142857142;
   s1+=0.42857142857142855;
   s2+=0.5;
  }
 } else {
  s0+=1.0;
 }
}
if(i0<8.5){
 if(i4<2.5){
  s1+=1.0;
 } else {
  if(i6<2.234741449356079){
   s0+=1.0;
  } else {
   s2+=1.0;
  }
 }
} else {
 if(i0<18.5){
  if(i6<2.613112449645996){
   s0+=0.42857142857142855;
   s1+=0.14285714285714285;
   s2+=0.42857142857142855;
  } else {
   s0+=0.9;
   s1+=0.1;
  }
 } else {
  if(i8<40.5){
   s0+=0.125;
   s1+=0.625;
   s2+=0.25;
  } else {
   s0+=0.25;
   s1+=0.125;
   s2+=0.625;
  }
 }
}
if(i5<2.889767646789551){
 if(i8<26.0){
  if(i6<2.9367942810058594){
   s0+=0.1111111111111111;
   s2+=0.8888888888888888;
  } else {
   s1+=0.6666666666666666;
   s2+=0.3333333333333333;
  }
 } else {
  if(i1<37027.6328125){
   s0+=0.0625;
   s1+=0.9375;
  } else {
   s1+=0.3333333333333333;
   s2+=0.6666666666666666;
  }
 }
} else {
 if(i2<18766.859375){
  if(i3<1.550022840499878){
   s2+=1.0;
  } else {
   s1+=0.5;
   s2+=0.5;
  }
 } else {
  if(i4<10.0){
   s0+=0.8333333333333334;
   s1+=0.16666666666666666;
  } else {
   s2+=1.0;
  }
 }
}
if(i5<3.175428628921509){
 if(i2<19083.3984375){
  if(i1<33989.578125){
   s2+=1.0;
  } else {
   s0+=0.058823529411764705;
   s1+=0.5882352941176471;
   s2+=0.35294117647058826;
  }
 } else {
  if(i2<20085.7421875){
   s0+=1.0;
  } else {
   s0+=0.25;
   s1+=0.25;
   s2+=0.5;
  }
 }
} else {
 s0+=1.0;
}
if(i7<2.7589285373687744){
 if(i3<1.696131706237793){
  if(i5<2.9098567962646484){
   s0+=0.18181818181818182;
   s1+=0.6363636363636364;
   s2+=0.18181818181818182;
  } else {
   s0+=0.6;
   s2+=0.4;
  }
 } else {
  if(i8<50.0){
   s2+=1.0;
  } else {
   s1+=1.0;
  }
 }
} else {
 if(i3<1.3439600467681885){
  s2+=1.0;
 } else {
  if(i6<2.7089126110076904){
   s0+=0.8571428571428571;
   s1+=0.07142857142857142;
   s2+=0.07142857142857142;
  } else {
   s0+=0.3333333333333333;
   s1+=0.6666666666666666;
  }
 }
}
if(i6<2.2771897315979004){
 s0+=1.0;
} else {
 if(i5<2.974709987640381){
  if(i2<16597.123046875){
   s0+=0.09090909090909091;
   s1+=0.7272727272727273;
   s2+=0.18181818181818182;
  } else {
   s0+=0.09090909090909091;
   s1+=0.2727272727272727;
   s2+=0.6363636363636364;
  }
 } else {
  if(i0<18.5){
   s0+=0.875;
   s2+=0.125;
  } else {
   s1+=0.09090909090909091;
   s2+=0.9090909090909091;
  }
 }
}
if(i3<1.8278918266296387){
 if(i5<3.3588662147521973){
  if(i1<34240.0390625){
   s0+=0.2608695652173913;
   s1+=0.30434782608695654;
   s2+=0.43478260869565216;
  } else {
   s0+=0.23076923076923078;
   s1+=0.7692307692307693;
  }
 } else {
  s0+=1.0;
 }
} else {
 s2+=1.0;
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

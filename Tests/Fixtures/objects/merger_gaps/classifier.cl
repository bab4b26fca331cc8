/*
OpenCL RandomForestClassifier
classifier_class_name = ObjectMerger
feature_specification = mean_touch_intensity touch_portion touch_count centroid_distance mean_intensity_difference standard_deviation_intensity_difference area_difference mean_max_distance_to_centroid_ratio_difference
num_ground_truth_dimensions = 2
num_classes = 2
num_features = 8
max_depth = 3
num_trees = 10
feature_importances = 0.2113059406232381,0.3706597252268039,0.08614555253164213,0.043487424212160744,0.026446916913640695,0.08945235008714984,0.07213381430514616,0.10036827610021844
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_in3_TYPE in3, IMAGE_in4_TYPE in4, IMAGE_in5_TYPE in5, IMAGE_in6_TYPE in6, IMAGE_in7_TYPE in7, IMAGE_out_TYPE out) {
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
 float s0=0;
 float s1=0;
if(i3<3.3467578887939453){
 if(i7<0.1346186399459839){
  if(i0<17133.802734375){
   s0+=0.3076923076923077;
   s1+=0.6923076923076923;
  } else {
   s0+=0.6666666666666666;
   s1+=0.3333333333333333;
  }
 } else {
  if(i1<0.5551626682281494){
   s0+=1.0;
  } else {
   s1+=1.0;
  }
 }
} else {
 s1+=1.0;
}
if(i2<48.0){
 if(i7<0.1346186399459839){
  if(i0<15995.6455078125){
   s0+=0.4444444444444444;
   s1+=0.5555555555555556;
  } else {
   s1+=1.0;
  }
 } else {
  if(i1<0.5551626682281494){
   s0+=0.6666666666666666;
   s1+=0.3333333333333333;
  } else {
   s1+=1.0;
  }
 }
} else {
 s0+=1.0;
}
if(i0<32403.640625){
 if(i6<94.0){
  if(i3<2.02382230758667){
   s0+=0.1111111111111111;
   s1+=0.8888888888888888;
  } else {
   s1+=1.0;
  }
 } else {
  s0+=1.0;
 }
} else {
 if(i2<48.0){
  if(i1<0.2261904776096344){
   s1+=1.0;
  } else {
   s0+=0.75;
   s1+=0.25;
  }
 } else {
  s0+=1.0;
 }
}
if(i0<32238.7578125){
 s1+=1.0;
} else {
 if(i3<1.3229354619979858){
  if(i0<36410.9296875){
   s1+=1.0;
  } else {
   s0+=0.25;
   s1+=0.75;
  }
 } else {
  if(i1<0.5551626682281494){
   s0+=1.0;
  } else {
   s1+=1.0;
  }
 }
}
if(i7<0.05705249309539795){
 if(i6<21.5){
  if(i1<0.0833333358168602){
   s0+=0.8333333333333334;
   s1+=0.16666666666666666;
  } else {
   s0+=0.42857142857142855;
   s1+=0.5714285714285714;
  }
 } else {
  if(i5<19576.57421875){
   s0+=1.0;
  } else {
   s0+=0.75;
   s1+=0.25;
  }
 }
} else {
 if(i2<38.5){
  s1+=1.0;
 } else {
  if(i1<0.5551626682281494){
   s0+=1.0;
  } else {
   s1+=1.0;
  }
 }
}
if(i3<3.3467578887939453){
 if(i5<48.98828125){
  if(i1<0.2916666567325592){
   s0+=0.75;
   s1+=0.25;
  } else {
   s0+=1.0;
  }
 } else {
  if(i5<19594.150390625){
   s0+=0.3;
   s1+=0.7;
  } else {
   s0+=1.0;
  }
 }
} else {
 if(i5<84.140625){
  s1+=1.0;
 } else {
  s0+=1.0;
 }
}
if(i0<32403.640625){
 if(i6<94.0){
  if(i1<0.11881188303232193){
   s0+=0.2;
   s1+=0.8;
  } else {
   s1+=1.0;
  }
 } else {
  s0+=0.6666666666666666;
  s1+=0.3333333333333333;
 }
} else {
 if(i1<0.5551626682281494){
  s0+=1.0;
 } else {
  s1+=1.0;
 }
}
if(i0<32238.7578125){
 if(i1<0.11881188303232193){
  if(i6<21.5){
   s0+=0.4;
   s1+=0.6;
  } else {
   s0+=0.2;
   s1+=0.8;
  }
 } else {
  s1+=1.0;
 }
} else {
 if(i5<48.98828125){
  if(i1<0.2261904776096344){
   s1+=1.0;
  } else {
   s0+=1.0;
  }
 } else {
  s0+=1.0;
 }
}
if(i7<0.21218478679656982){
 if(i4<112.7568359375){
  if(i2<20.0){
   s0+=0.46153846153846156;
   s1+=0.5384615384615384;
  } else {
   s0+=0.16666666666666666;
   s1+=0.8333333333333334;
  }
 } else {
  s1+=1.0;
 }
} else {
 s0+=1.0;
}
if(i0<36410.9296875){
 if(i7<0.05705249309539795){
  if(i1<0.5927419662475586){
   s0+=0.4375;
   s1+=0.5625;
  } else {
   s1+=1.0;
  }
 } else {
  if(i1<0.396944522857666){
   s0+=0.6666666666666666;
   s1+=0.3333333333333333;
  } else {
   s1+=1.0;
  }
 }
} else {
 s0+=1.0;
}
 float max_s=s0;
 int cls=1;
 if (max_s < s1) {
  max_s = s1;
  cls=2;
 }
 WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);
}

/*
OpenCL RandomForestClassifier
classifier_class_name = ObjectSegmenter
feature_specification = difference_of_gaussian=1.7 gradient_x=0 difference_of_gaussian=1.7 laplace_box_of_gaussian_blur=1 gaussian_blur=0.5 laplace_box_of_gaussian_blur=5 minimum_sphere=2 gradient_x_of_gaussian_blur=1 difference_of_gaussian=1 difference_of_gaussian=1.7 large_hessian_eigenvalue_of_gaussian_blur=3 bottom_hat_sphere=1 difference_of_gaussian=1 gaussian_blur=1 bottom_hat_box=5
num_ground_truth_dimensions = 2
num_classes = 3
num_features = 15
max_depth = 4
num_trees = 10
feature_importances = 0.05745305610342731,0.10972532000558226,0.06454802016133983,0.046747602932171804,0.14266404076166508,0.1276368160358337,0.15075917202128006,0.09195598650937445,0.03378123081608772,0.034628250740073724,0.0013017245824830752,0.0,0.07049156590921428,0.06830721342146685,0.0
positive_class_identifier = 2
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_in3_TYPE in3, IMAGE_in4_TYPE in4, IMAGE_in5_TYPE in5, IMAGE_in6_TYPE in6, IMAGE_in7_TYPE in7, IMAGE_in8_TYPE in8, IMAGE_in9_TYPE in9, IMAGE_in10_TYPE in10, IMAGE_in11_TYPE in11, IMAGE_in12_TYPE in12, IMAGE_in13_TYPE in13, IMAGE_in14_TYPE in14, IMAGE_out_TYPE out) {
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
 float i9 = READ_IMAGE(in9, sampler, POS_in9_INSTANCE(x,y,z,0)).x;
 float i10 = READ_IMAGE(in10, sampler, POS_in10_INSTANCE(x,y,z,0)).x;
 float i11 = READ_IMAGE(in11, sampler, POS_in11_INSTANCE(x,y,z,0)).x;
 float i12 = READ_IMAGE(in12, sampler, POS_in12_INSTANCE(x,y,z,0)).x;
 float i13 = READ_IMAGE(in13, sampler, POS_in13_INSTANCE(x,y,z,0)).x;
 float i14 = READ_IMAGE(in14, sampler, POS_in14_INSTANCE(x,y,z,0)).x;
 float s0=0;
 float s1=0;
 float s2=0;
if(i0<0.8949813842773438){
 if(i0<0.11751556396484375){
  if(i4<184.4464874267578){
   if(i5<-0.04172515869140625){
    s0+=0.3;
    s1+=0.4;
    s2+=0.3;
   } else {
    s1+=1.0;
   }
  } else {
   if(i13<218.5000457763672){
    s0+=0.0625;
    s1+=0.125;
    s2+=0.8125;
   } else {
    s1+=1.0;
   }
  }
 } else {
  s2+=1.0;
 }
} else {
 s0+=0.7777777777777778;
 s1+=0.2222222222222222;
}
if(i12<0.473968505859375){
 if(i2<0.11751556396484375){
  if(i4<184.4464874267578){
   if(i2<0.039257049560546875){
    s0+=0.2727272727272727;
    s1+=0.5909090909090909;
    s2+=0.13636363636363635;
   } else {
    s1+=1.0;
   }
  } else {
   if(i13<197.67953491210938){
    s0+=0.5;
    s2+=0.5;
   } else {
    s1+=0.14285714285714285;
    s2+=0.8571428571428571;
   }
  }
 } else {
  s2+=1.0;
 }
} else {
 s0+=0.875;
 s1+=0.125;
}
if(i6<232.5){
 if(i4<184.4464874267578){
  if(i7<13.849737167358398){
   if(i12<-0.039897918701171875){
    s0+=1.0;
   } else {
    s0+=0.14285714285714285;
    s1+=0.8571428571428571;
   }
  } else {
   if(i3<9.1552734375e-05){
    s1+=0.18181818181818182;
    s2+=0.8181818181818182;
   } else {
    s1+=1.0;
   }
  }
 } else {
  if(i9<0.1162261962890625){
   if(i6<204.5){
    s0+=0.10526315789473684;
    s1+=0.05263157894736842;
    s2+=0.8421052631578947;
   } else {
    s1+=1.0;
   }
  } else {
   s2+=1.0;
  }
 }
} else {
 s0+=0.8571428571428571;
 s1+=0.14285714285714285;
}
if(i6<170.5){
 if(i8<-0.039897918701171875){
  s0+=1.0;
 } else {
  if(i5<-0.04172515869140625){
   if(i3<-0.08080673217773438){
    s1+=1.0;
   } else {
    s0+=0.14285714285714285;
    s2+=0.8571428571428571;
   }
  } else {
   s1+=1.0;
  }
 }
} else {
 if(i6<232.5){
  if(i13<201.15252685546875){
   if(i3<-2.288818359375e-05){
    s0+=0.5;
    s2+=0.5;
   } else {
    s0+=0.16666666666666666;
    s2+=0.8333333333333334;
   }
  } else {
   if(i7<13.997169494628906){
    s2+=1.0;
   } else {
    s1+=1.0;
   }
  }
 } else {
  s0+=0.6666666666666666;
  s1+=0.3333333333333333;
 }
}
if(i7<13.531557083129883){
 if(i1<13.5){
  if(i9<0.023714065551757812){
   if(i4<124.99998474121094){
    s0+=1.0;
   } else {
    s0+=0.42857142857142855;
    s2+=0.5714285714285714;
   }
  } else {
   if(i1<10.0){
    s0+=0.8181818181818182;
    s1+=0.18181818181818182;
   } else {
    s0+=0.6;
    s1+=0.4;
   }
  }
 } else {
  s2+=1.0;
 }
} else {
 if(i4<190.99996948242188){
  if(i0<1.9073486328125e-05){
   if(i4<79.49998474121094){
    s1+=1.0;
   } else {
    s1+=0.2;
    s2+=0.8;
   }
  } else {
   s1+=1.0;
  }
 } else {
  s2+=1.0;
 }
}
if(i1<13.5){
 if(i9<0.023714065551757812){
  if(i12<-1.1444091796875e-05){
   if(i10<0.0087738037109375){
    s0+=0.6666666666666666;
    s2+=0.3333333333333333;
   } else {
    s0+=1.0;
   }
  } else {
   s0+=0.3333333333333333;
   s2+=0.6666666666666666;
  }
 } else {
  if(i12<0.3276500701904297){
   s0+=0.75;
   s1+=0.25;
  } else {
   s0+=0.5555555555555556;
   s1+=0.4444444444444444;
  }
 }
} else {
 if(i12<0.047962188720703125){
  if(i5<-0.7048931121826172){
   s0+=1.0;
  } else {
   if(i13<191.0){
    s1+=0.9473684210526315;
    s2+=0.05263157894736842;
   } else {
    s1+=0.25;
    s2+=0.75;
   }
  }
 } else {
  s2+=1.0;
 }
}
if(i2<0.8949813842773438){
 if(i5<0.70477294921875){
  if(i13<180.84744262695312){
   if(i9<1.9073486328125e-05){
    s1+=0.5;
    s2+=0.5;
   } else {
    s1+=1.0;
   }
  } else {
   if(i3<-0.5174102783203125){
    s1+=0.75;
    s2+=0.25;
   } else {
    s0+=0.5555555555555556;
    s2+=0.4444444444444444;
   }
  }
 } else {
  s2+=1.0;
 }
} else {
 s0+=0.7692307692307693;
 s1+=0.23076923076923078;
}
if(i1<13.5){
 if(i9<-0.023694992065429688){
  s2+=1.0;
 } else {
  if(i8<0.04028892517089844){
   if(i2<9.5367431640625e-06){
    s0+=1.0;
   } else {
    s0+=0.6;
    s2+=0.4;
   }
  } else {
   if(i2<0.5008258819580078){
    s0+=0.6;
    s1+=0.4;
   } else {
    s0+=0.7142857142857143;
    s1+=0.2857142857142857;
   }
  }
 }
} else {
 if(i5<0.70477294921875){
  if(i6<42.0){
   s0+=1.0;
  } else {
   if(i6<93.5){
    s1+=0.625;
    s2+=0.375;
   } else {
    s1+=0.9;
    s2+=0.1;
   }
  }
 } else {
  s2+=1.0;
 }
}
if(i1<13.5){
 if(i13<220.8769989013672){
  if(i6<108.0){
   s0+=0.8;
   s1+=0.2;
  } else {
   if(i3<-2.288818359375e-05){
    s0+=0.3333333333333333;
    s2+=0.6666666666666666;
   } else {
    s0+=0.4;
    s2+=0.6;
   }
  }
 } else {
  s0+=0.9;
  s1+=0.1;
 }
} else {
 if(i12<0.047962188720703125){
  if(i7<13.999931335449219){
   if(i12<0.0054931640625){
    s1+=0.35;
    s2+=0.65;
   } else {
    s1+=1.0;
   }
  } else {
   s1+=1.0;
  }
 } else {
  s2+=1.0;
 }
}
if(i6<184.5){
 if(i8<-0.039897918701171875){
  s0+=1.0;
 } else {
  if(i7<13.531553268432617){
   s0+=1.0;
  } else {
   if(i4<45.49986267089844){
    s0+=1.0;
   } else {
    s1+=0.8214285714285714;
    s2+=0.17857142857142858;
   }
  }
 }
} else {
 if(i7<8.191360473632812){
  s0+=0.5;
  s1+=0.5;
 } else {
  if(i5<0.70477294921875){
   s1+=0.3333333333333333;
   s2+=0.6666666666666666;
  } else {
   s2+=1.0;
  }
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

/*
OpenCL RandomForestClassifier
classifier_class_name = TableRowClassifier
feature_specification = elongation area texture_2
num_ground_truth_dimensions = 1
num_classes = 3
num_features = 3
max_depth = 4
num_trees = 3
feature_importances = 0.4540704196057426,0.26551202861032713,0.28041755178393024
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
if(i2<0.13297083973884583){
 if(i0<0.0012644133530557156){
  if(i0<-0.001443834393285215){
   if(i1<-7.384731725323945e-05){
    s0+=1.0;
   } else {
    s0+=0.5;
    s2+=0.5;
   }
  } else {
   if(i1<-1.4894477128982544){
    s0+=0.08333333333333333;
    s1+=0.9166666666666666;
   } else {
    s0+=0.3333333333333333;
    s1+=0.3888888888888889;
    s2+=0.2777777777777778;
   }
  }
 } else {
  if(i0<0.0016952210571616888){
   s2+=1.0;
  } else {
   if(i1<14.859966278076172){
    s0+=0.6666666666666666;
    s2+=0.3333333333333333;
   } else {
    s0+=1.0;
   }
  }
 }
} else {
 if(i2<1112.943115234375){
  if(i2<0.15395160019397736){
   s0+=1.0;
  } else {
   if(i0<0.0004996346542611718){
    s0+=0.6;
    s1+=0.4;
   } else {
    s0+=1.0;
   }
  }
 } else {
  if(i1<-0.00015600761980749667){
   s2+=1.0;
  } else {
   s0+=1.0;
  }
 }
}
if(i0<6.882184243295342e-05){
 if(i2<0.8018375635147095){
  if(i1<-49.92488098144531){
   s1+=1.0;
  } else {
   if(i1<-11.308187484741211){
    s0+=1.0;
   } else {
    s0+=0.28125;
    s1+=0.59375;
    s2+=0.125;
   }
  }
 } else {
  if(i2<1112.943115234375){
   s0+=1.0;
  } else {
   s2+=1.0;
  }
 }
} else {
 if(i0<0.09529492259025574){
  if(i1<-112.75834655761719){
   if(i0<0.0006047888891771436){
    s0+=1.0;
   } else {
    s1+=1.0;
   }
  } else {
   if(i1<-16.754146575927734){
    s0+=1.0;
   } else {
    s0+=0.8;
    s1+=0.1;
    s2+=0.1;
   }
  }
 } else {
  if(i0<0.3454577624797821){
   s2+=1.0;
  } else {
   if(i2<-456.4098205566406){
    s0+=1.0;
   } else {
    s0+=0.5;
    s2+=0.5;
   }
  }
 }
}
if(i0<0.00100716610904783){
 if(i2<-0.5634698867797852){
  if(i1<-35.949031829833984){
   s1+=1.0;
  } else {
   if(i1<0.00011289141548331827){
    s0+=0.5;
    s2+=0.5;
   } else {
    s1+=0.8333333333333334;
    s2+=0.16666666666666666;
   }
  }
 } else {
  if(i1<-1.4552993774414062){
   if(i0<-5.789115675725043e-06){
    s0+=0.14285714285714285;
    s1+=0.8571428571428571;
   } else {
    s0+=0.5;
    s1+=0.5;
   }
  } else {
   if(i2<0.11320684105157852){
    s0+=0.8888888888888888;
    s1+=0.05555555555555555;
    s2+=0.05555555555555555;
   } else {
    s0+=0.5;
    s1+=0.4166666666666667;
    s2+=0.08333333333333333;
   }
  }
 }
} else {
 if(i0<0.0015458925627171993){
  if(i1<41.00632858276367){
   if(i2<-0.09123728424310684){
    s0+=1.0;
   } else {
    s2+=1.0;
   }
  } else {
   s0+=1.0;
  }
 } else {
  if(i2<12.100335121154785){
   if(i2<0.19425040483474731){
    s0+=0.6666666666666666;
    s1+=0.16666666666666666;
    s2+=0.16666666666666666;
   } else {
    s0+=1.0;
   }
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

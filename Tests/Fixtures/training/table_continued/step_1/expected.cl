/*
OpenCL RandomForestClassifier
classifier_class_name = TableRowClassifier
feature_specification = elongation area texture_2
num_ground_truth_dimensions = 1
num_classes = 3
num_features = 3
max_depth = 4
num_trees = 3
feature_importances = 0.3654382558764662,0.3753954631426429,0.2591662809808909
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
if(i2<0.20035886764526367){
 if(i0<-0.0021967485081404448){
  s0+=1.0;
 } else {
  if(i0<0.0013151365565136075){
   if(i1<-1.5230262279510498){
    s0+=0.1111111111111111;
    s1+=0.8888888888888888;
   } else {
    s0+=0.45;
    s1+=0.2;
    s2+=0.35;
   }
  } else {
   s0+=1.0;
  }
 }
} else {
 if(i1<150.28384399414062){
  if(i0<-9.729213343234733e-05){
   s0+=1.0;
  } else {
   if(i1<60.02181625366211){
    s0+=1.0;
   } else {
    s1+=1.0;
   }
  }
 } else {
  s1+=1.0;
 }
}
if(i0<6.882184243295342e-05){
 if(i2<1.0929617881774902){
  if(i1<69.9508056640625){
   if(i1<-1.3285963535308838){
    s0+=0.2;
    s1+=0.8;
   } else {
    s0+=0.45454545454545453;
    s1+=0.2727272727272727;
    s2+=0.2727272727272727;
   }
  } else {
   if(i2<0.1578393280506134){
    s1+=1.0;
   } else {
    s0+=0.2;
    s1+=0.8;
   }
  }
 } else {
  s0+=1.0;
 }
} else {
 if(i0<0.00046265486162155867){
  if(i1<-96.30326843261719){
   s0+=1.0;
  } else {
   if(i0<0.000250393059104681){
    s1+=1.0;
   } else {
    s0+=1.0;
   }
  }
 } else {
  if(i1<-36.18776321411133){
   if(i0<0.001405874965712428){
    s1+=1.0;
   } else {
    s0+=1.0;
   }
  } else {
   if(i2<-0.6860164403915405){
    s0+=1.0;
   } else {
    s0+=0.14285714285714285;
    s1+=0.7142857142857143;
    s2+=0.14285714285714285;
   }
  }
 }
}
if(i0<0.00100716610904783){
 if(i2<-0.4341735243797302){
  s1+=1.0;
 } else {
  if(i1<103.84765625){
   if(i1<-1.4552993774414062){
    s0+=0.45454545454545453;
    s1+=0.5454545454545454;
   } else {
    s0+=0.8095238095238095;
    s1+=0.047619047619047616;
    s2+=0.14285714285714285;
   }
  } else {
   s1+=1.0;
  }
 }
} else {
 if(i1<15.814717292785645){
  if(i0<0.0014290688559412956){
   if(i2<-0.09123728424310684){
    s0+=1.0;
   } else {
    s2+=1.0;
   }
  } else {
   if(i0<0.0018797868397086859){
    s0+=1.0;
   } else {
    s1+=1.0;
   }
  }
 } else {
  s0+=1.0;
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

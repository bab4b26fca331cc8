/*
OpenCL RandomForestClassifier
classifier_class_name = TableRowClassifier
feature_specification = elongation area texture_2
num_ground_truth_dimensions = 1
num_classes = 2
num_features = 3
max_depth = 4
num_trees = 3
feature_importances = 0.43042609647203994,0.28872826872889595,0.2808456347990641
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
if(i2<0.13297083973884583){
 if(i0<0.0012919425498694181){
  if(i0<0.0008601495064795017){
   if(i1<33.26313400268555){
    s1+=1.0;
   } else {
    s0+=0.2;
    s1+=0.8;
   }
  } else {
   if(i1<-92.81327819824219){
    s1+=1.0;
   } else {
    s0+=1.0;
   }
  }
 } else {
  s0+=1.0;
 }
} else {
 if(i0<0.00023128825705498457){
  if(i1<150.28384399414062){
   if(i2<0.7714962959289551){
    s0+=0.75;
    s1+=0.25;
   } else {
    s0+=1.0;
   }
  } else {
   s1+=1.0;
  }
 } else {
  s0+=1.0;
 }
}
if(i0<6.882184243295342e-05){
 if(i2<1.1244001388549805){
  if(i1<-11.308187484741211){
   if(i1<-49.92488098144531){
    s1+=1.0;
   } else {
    s0+=1.0;
   }
  } else {
   if(i2<0.3044387102127075){
    s0+=0.2;
    s1+=0.8;
   } else {
    s1+=1.0;
   }
  }
 } else {
  s0+=1.0;
 }
} else {
 if(i0<0.0012919425498694181){
  if(i1<-96.30326843261719){
   if(i0<0.0006606635870411992){
    s0+=1.0;
   } else {
    s1+=1.0;
   }
  } else {
   if(i1<17.894329071044922){
    s0+=0.16666666666666666;
    s1+=0.8333333333333334;
   } else {
    s0+=1.0;
   }
  }
 } else {
  s0+=1.0;
 }
}
if(i0<0.00100716610904783){
 if(i2<0.5617103576660156){
  if(i1<-54.97748565673828){
   s1+=1.0;
  } else {
   if(i1<-16.748004913330078){
    s0+=1.0;
   } else {
    s0+=0.1;
    s1+=0.9;
   }
  }
 } else {
  if(i1<-22.00057029724121){
   if(i0<0.0004996346542611718){
    s1+=1.0;
   } else {
    s0+=1.0;
   }
  } else {
   s0+=1.0;
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

/*
OpenCL RandomForestClassifier
classifier_class_name = PixelClassifier
feature_specification = sobel=0 gradient_x=0 small_hessian_eigenvalue_of_gaussian_blur=2 mean_box_of_top_hat_box=2 median_box=3 median_box=3 sobel_of_gaussian_blur=1 difference_of_gaussian=1.7 gradient_y=0 sobel_of_gaussian_blur=10 gradient_x_of_gaussian_blur=1 top_hat_sphere=3 gaussian_blur=25 subtract_gaussian_background=5 gaussian_blur=10 large_hessian_eigenvalue=0
num_ground_truth_dimensions = 2
num_classes = 2
num_features = 16
max_depth = 2
num_trees = 10
feature_importances = 0.07629639228950968,0.0,0.09479818340643716,0.06557828477243366,0.043258925686513724,0.012190419382392886,0.04672232064663454,0.014321255840653357,0.031079518478091428,0.07420170686890779,0.0084184965299292,0.0,0.4084537566676274,0.0,0.12468073943086928,0.0
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_in3_TYPE in3, IMAGE_in4_TYPE in4, IMAGE_in5_TYPE in5, IMAGE_in6_TYPE in6, IMAGE_in7_TYPE in7, IMAGE_in8_TYPE in8, IMAGE_in9_TYPE in9, IMAGE_in10_TYPE in10, IMAGE_in11_TYPE in11, IMAGE_in12_TYPE in12, IMAGE_in13_TYPE in13, IMAGE_in14_TYPE in14, IMAGE_in15_TYPE in15, IMAGE_out_TYPE out) {
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
 float i15 = READ_IMAGE(in15, sampler, POS_in15_INSTANCE(x,y,z,0)).x;
 float s0=0;
 float s1=0;
if(i12<0.26655805110931396){
 if(i14<0.19612503051757812){
  s0+=0.8461538461538461;
  s1+=0.15384615384615385;
 } else {
  s0+=0.013333333333333334;
  s1+=0.9866666666666667;
 }
} else {
 if(i9<0.08112356066703796){
  s0+=0.7555555555555555;
  s1+=0.24444444444444444;
 } else {
  s1+=1.0;
 }
}
if(i12<0.26655805110931396){
 if(i7<-0.028549235314130783){
  s0+=1.0;
 } else {
  s0+=0.1368421052631579;
  s1+=0.8631578947368421;
 }
} else {
 if(i14<0.3218994140625){
  s0+=0.7443181818181818;
  s1+=0.2556818181818182;
 } else {
  s1+=1.0;
 }
}
if(i12<0.2658140957355499){
 if(i5<0.1303790807723999){
  s0+=0.5625;
  s1+=0.4375;
 } else {
  s0+=0.07042253521126761;
  s1+=0.9295774647887324;
 }
} else {
 if(i8<0.5625615119934082){
  s0+=0.7542857142857143;
  s1+=0.24571428571428572;
 } else {
  s0+=0.17647058823529413;
  s1+=0.8235294117647058;
 }
}
if(i3<0.3986925482749939){
 if(i2<-0.0019582530949264765){
  s0+=0.06666666666666667;
  s1+=0.9333333333333333;
 } else {
  s0+=0.43333333333333335;
  s1+=0.5666666666666667;
 }
} else {
 if(i0<2.4358510971069336){
  s0+=0.5766871165644172;
  s1+=0.4233128834355828;
 } else {
  s1+=1.0;
 }
}
if(i6<0.556209921836853){
 if(i14<0.23150739073753357){
  s0+=0.23684210526315788;
  s1+=0.7631578947368421;
 } else {
  s0+=0.7142857142857143;
  s1+=0.2857142857142857;
 }
} else {
 if(i2<-0.0006075479323044419){
  s0+=0.15517241379310345;
  s1+=0.8448275862068966;
 } else {
  s0+=0.7241379310344828;
  s1+=0.27586206896551724;
 }
}
if(i2<-0.011800624430179596){
 if(i9<0.017451688647270203){
  s0+=0.7333333333333333;
  s1+=0.26666666666666666;
 } else {
  s0+=0.2037037037037037;
  s1+=0.7962962962962963;
 }
} else {
 if(i0<2.0247597694396973){
  s0+=0.6685393258426966;
  s1+=0.33146067415730335;
 } else {
  s0+=0.1875;
  s1+=0.8125;
 }
}
if(i12<0.2658815383911133){
 if(i4<0.13183291256427765){
  s0+=0.75;
  s1+=0.25;
 } else {
  s0+=0.09210526315789473;
  s1+=0.9078947368421053;
 }
} else {
 if(i9<0.07396519184112549){
  s0+=0.6820809248554913;
  s1+=0.3179190751445087;
 } else {
  s1+=1.0;
 }
}
if(i14<0.23420926928520203){
 if(i4<0.13183291256427765){
  s0+=0.7647058823529411;
  s1+=0.23529411764705882;
 } else {
  s0+=0.19736842105263158;
  s1+=0.8026315789473685;
 }
} else {
 if(i12<0.26655805110931396){
  s1+=1.0;
 } else {
  s0+=0.7374301675977654;
  s1+=0.26256983240223464;
 }
}
if(i6<0.5172832012176514){
 if(i3<0.39385879039764404){
  s0+=0.3877551020408163;
  s1+=0.6122448979591837;
 } else {
  s0+=0.7258064516129032;
  s1+=0.27419354838709675;
 }
} else {
 if(i12<0.274094820022583){
  s0+=0.1746031746031746;
  s1+=0.8253968253968254;
 } else {
  s0+=0.7441860465116279;
  s1+=0.2558139534883721;
 }
}
if(i12<0.2658815383911133){
 if(i10<-0.14884322881698608){
  s0+=1.0;
 } else {
  s0+=0.12;
  s1+=0.88;
 }
} else {
 if(i8<0.5560824275016785){
  s0+=0.75;
  s1+=0.25;
 } else {
  s0+=0.125;
  s1+=0.875;
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

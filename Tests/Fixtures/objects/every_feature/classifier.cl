/*
OpenCL RandomForestClassifier
classifier_class_name = ObjectClassifier
feature_specification = label original_label bbox_min_x bbox_min_y bbox_min_z bbox_max_x bbox_max_y bbox_max_z bbox_width bbox_height bbox_depth min_intensity max_intensity sum_intensity area mean_intensity sum_intensity_times_x mass_center_x sum_intensity_times_y mass_center_y sum_intensity_times_z mass_center_z sum_x centroid_x sum_y centroid_y sum_z centroid_z sum_distance_to_centroid mean_distance_to_centroid sum_distance_to_mass_center mean_distance_to_mass_center standard_deviation_intensity max_distance_to_centroid max_distance_to_mass_center mean_max_distance_to_centroid_ratio mean_max_distance_to_mass_center_ratio touching_neighbor_count minimum_distance_of_touching_neighbors average_distance_of_touching_neighbors maximum_distance_of_touching_neighbors max_min_distance_ratio_of_touching_neighbors proximal_neighbor_count_d10 proximal_neighbor_count_d20 proximal_neighbor_count_d40 proximal_neighbor_count_d80 proximal_neighbor_count_d160 maximum_distance_of_n1_nearest_neighbors average_distance_of_n1_nearest_neighbors maximum_distance_of_n2_nearest_neighbors average_distance_of_n2_nearest_neighbors maximum_distance_of_n3_nearest_neighbors average_distance_of_n3_nearest_neighbors maximum_distance_of_n4_nearest_neighbors average_distance_of_n4_nearest_neighbors maximum_distance_of_n5_nearest_neighbors average_distance_of_n5_nearest_neighbors maximum_distance_of_n6_nearest_neighbors average_distance_of_n6_nearest_neighbors maximum_distance_of_n7_nearest_neighbors average_distance_of_n7_nearest_neighbors maximum_distance_of_n8_nearest_neighbors average_distance_of_n8_nearest_neighbors maximum_distance_of_n10_nearest_neighbors average_distance_of_n10_nearest_neighbors maximum_distance_of_n20_nearest_neighbors average_distance_of_n20_nearest_neighbors distance_to_most_distant_other touch_portion_above_0_neighbor_count touch_portion_above_0.16_neighbor_count touch_portion_above_0.2_neighbor_count touch_portion_above_0.33_neighbor_count touch_portion_above_0.5_neighbor_count touch_portion_above_0.75_neighbor_count touch_count_sum minimum_touch_count maximum_touch_count minimum_touch_portion maximum_touch_portion standard_deviation_touch_portion touching_neighbor_count_dilated_r_5 minimum_distance_of_touching_neighbors_dilated_r_5 average_distance_of_touching_neighbors_dilated_r_5 maximum_distance_of_touching_neighbors_dilated_r_5 max_min_distance_ratio_of_touching_neighbors_dilated_r_5 touch_count_sum_dilated_r_5 minimum_touch_count_dilated_r_5 maximum_touch_count_dilated_r_5 minimum_touch_portion_dilated_r_5 maximum_touch_portion_dilated_r_5 touching_neighbor_count_dilated_r_10 minimum_distance_of_touching_neighbors_dilated_r_10 average_distance_of_touching_neighbors_dilated_r_10 maximum_distance_of_touching_neighbors_dilated_r_10 max_min_distance_ratio_of_touching_neighbors_dilated_r_10 touch_count_sum_dilated_r_10 minimum_touch_count_dilated_r_10 maximum_touch_count_dilated_r_10 minimum_touch_portion_dilated_r_10 maximum_touch_portion_dilated_r_10 average_distance_of_n_nearest_neighbors=0 average_distance_of_n_nearest_neighbors=1 average_distance_of_n_nearest_neighbors=3 average_distance_of_n_nearest_neighbors=6 average_distance_of_n_nearest_neighbors=10 average_distance_of_n_nearest_neighbors=40
num_ground_truth_dimensions = 1
num_classes = 3
num_features = 106
max_depth = 3
num_trees = 10
feature_importances = 0.04152753785705306,0.008717375046348955,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.008325764456554651,0.034756020234434325,0.0,0.05732718416835627,0.021091176676711756,0.0,0.018767143063375197,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.011310494834148992,0.0,0.0,0.0,0.02375719069288229,0.0066667085640306906,0.07997097080319812,0.07299444382823195,0.02968708388814914,0.0,0.06063369937263295,0.0,0.017373012435810183,0.004327563249001333,0.0,0.0,0.0,0.0,0.0,0.011684420772303599,0.027869742198100393,0.01408737603859555,0.030078510807496635,0.0,0.05697770361361713,0.0,0.0,0.0,0.0,0.02077445213006658,0.020494911789844663,0.021789714977725874,0.0,0.0,0.010179445350734093,0.0,0.006568500072181316,0.0,0.0,0.03878871470419502,0.0,0.0,0.004327563249001333,0.0,0.0,0.0,0.0,0.0,0.0,0.018333448551084416,0.03657848904640397,0.038649443935452193,0.0,0.021958090966430706,0.0,0.0,0.0,0.0,0.006924101198402133,0.01736236933797909,0.011306688755435909,0.0,0.0,0.0103905540417802,0.0,0.0,0.03679643263878863,0.0,0.0,0.0,0.0,0.018636257706404515,0.0,0.0,0.0,0.02220969894705621,0.0,0.0
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_in1_TYPE in1, IMAGE_in2_TYPE in2, IMAGE_in3_TYPE in3, IMAGE_in4_TYPE in4, IMAGE_in5_TYPE in5, IMAGE_in6_TYPE in6, IMAGE_in7_TYPE in7, IMAGE_in8_TYPE in8, IMAGE_in9_TYPE in9, IMAGE_in10_TYPE in10, IMAGE_in11_TYPE in11, IMAGE_in12_TYPE in12, IMAGE_in13_TYPE in13, IMAGE_in14_TYPE in14, IMAGE_in15_TYPE in15, IMAGE_in16_TYPE in16, IMAGE_in17_TYPE in17, IMAGE_in18_TYPE in18, IMAGE_in19_TYPE in19, IMAGE_in20_TYPE in20, IMAGE_in21_TYPE in21, IMAGE_in22_TYPE in22, IMAGE_in23_TYPE in23, IMAGE_in24_TYPE in24, IMAGE_in25_TYPE in25, IMAGE_in26_TYPE in26, IMAGE_in27_TYPE in27, IMAGE_in28_TYPE in28, IMAGE_in29_TYPE in29, IMAGE_in30_TYPE in30, IMAGE_in31_TYPE in31, IMAGE_in32_TYPE in32, IMAGE_in33_TYPE in33, IMAGE_in34_TYPE in34, IMAGE_in35_TYPE in35, IMAGE_in36_TYPE in36, IMAGE_in37_TYPE in37, IMAGE_in38_TYPE in38, IMAGE_in39_TYPE in39, IMAGE_in40_TYPE in40, IMAGE_in41_TYPE in41, IMAGE_in42_TYPE in42, IMAGE_in43_TYPE in43, IMAGE_in44_TYPE in44, IMAGE_in45_TYPE in45, IMAGE_in46_TYPE in46, IMAGE_in47_TYPE in47, IMAGE_in48_TYPE in48, IMAGE_in49_TYPE in49, IMAGE_in50_TYPE in50, IMAGE_in51_TYPE in51, IMAGE_in52_TYPE in52, IMAGE_in53_TYPE in53, IMAGE_in54_TYPE in54, IMAGE_in55_TYPE in55, IMAGE_in56_TYPE in56, IMAGE_in57_TYPE in57, IMAGE_in58_TYPE in58, IMAGE_in59_TYPE in59, IMAGE_in60_TYPE in60, IMAGE_in61_TYPE in61, IMAGE_in62_TYPE in62, IMAGE_in63_TYPE in63, IMAGE_in64_TYPE in64, IMAGE_in65_TYPE in65, IMAGE_in66_TYPE in66, IMAGE_in67_TYPE in67, IMAGE_in68_TYPE in68, IMAGE_in69_TYPE in69, IMAGE_in70_TYPE in70, IMAGE_in71_TYPE in71, IMAGE_in72_TYPE in72, IMAGE_in73_TYPE in73, IMAGE_in74_TYPE in74, IMAGE_in75_TYPE in75, IMAGE_in76_TYPE in76, IMAGE_in77_TYPE in77, IMAGE_in78_TYPE in78, IMAGE_in79_TYPE in79, IMAGE_in80_TYPE in80, IMAGE_in81_TYPE in81, IMAGE_in82_TYPE in82, IMAGE_in83_TYPE in83, IMAGE_in84_TYPE in84, IMAGE_in85_TYPE in85, IMAGE_in86_TYPE in86, IMAGE_in87_TYPE in87, IMAGE_in88_TYPE in88, IMAGE_in89_TYPE in89, IMAGE_in90_TYPE in90, IMAGE_in91_TYPE in91, IMAGE_in92_TYPE in92, IMAGE_in93_TYPE in93, IMAGE_in94_TYPE in94, IMAGE_in95_TYPE in95, IMAGE_in96_TYPE in96, IMAGE_in97_TYPE in97, IMAGE_in98_TYPE in98, IMAGE_in99_TYPE in99, IMAGE_in100_TYPE in100, IMAGE_in101_TYPE in101, IMAGE_in102_TYPE in102, IMAGE_in103_TYPE in103, IMAGE_in104_TYPE in104, IMAGE_in105_TYPE in105, IMAGE_out_TYPE out) {
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
 float i16 = READ_IMAGE(in16, sampler, POS_in16_INSTANCE(x,y,z,0)).x;
 float i17 = READ_IMAGE(in17, sampler, POS_in17_INSTANCE(x,y,z,0)).x;
 float i18 = READ_IMAGE(in18, sampler, POS_in18_INSTANCE(x,y,z,0)).x;
 float i19 = READ_IMAGE(in19, sampler, POS_in19_INSTANCE(x,y,z,0)).x;
 float i20 = READ_IMAGE(in20, sampler, POS_in20_INSTANCE(x,y,z,0)).x;
 float i21 = READ_IMAGE(in21, sampler, POS_in21_INSTANCE(x,y,z,0)).x;
 float i22 = READ_IMAGE(in22, sampler, POS_in22_INSTANCE(x,y,z,0)).x;
 float i23 = READ_IMAGE(in23, sampler, POS_in23_INSTANCE(x,y,z,0)).x;
 float i24 = READ_IMAGE(in24, sampler, POS_in24_INSTANCE(x,y,z,0)).x;
 float i25 = READ_IMAGE(in25, sampler, POS_in25_INSTANCE(x,y,z,0)).x;
 float i26 = READ_IMAGE(in26, sampler, POS_in26_INSTANCE(x,y,z,0)).x;
 float i27 = READ_IMAGE(in27, sampler, POS_in27_INSTANCE(x,y,z,0)).x;
 float i28 = READ_IMAGE(in28, sampler, POS_in28_INSTANCE(x,y,z,0)).x;
 float i29 = READ_IMAGE(in29, sampler, POS_in29_INSTANCE(x,y,z,0)).x;
 float i30 = READ_IMAGE(in30, sampler, POS_in30_INSTANCE(x,y,z,0)).x;
 float i31 = READ_IMAGE(in31, sampler, POS_in31_INSTANCE(x,y,z,0)).x;
 float i32 = READ_IMAGE(in32, sampler, POS_in32_INSTANCE(x,y,z,0)).x;
 float i33 = READ_IMAGE(in33, sampler, POS_in33_INSTANCE(x,y,z,0)).x;
 float i34 = READ_IMAGE(in34, sampler, POS_in34_INSTANCE(x,y,z,0)).x;
 float i35 = READ_IMAGE(in35, sampler, POS_in35_INSTANCE(x,y,z,0)).x;
 float i36 = READ_IMAGE(in36, sampler, POS_in36_INSTANCE(x,y,z,0)).x;
 float i37 = READ_IMAGE(in37, sampler, POS_in37_INSTANCE(x,y,z,0)).x;
 float i38 = READ_IMAGE(in38, sampler, POS_in38_INSTANCE(x,y,z,0)).x;
 float i39 = READ_IMAGE(in39, sampler, POS_in39_INSTANCE(x,y,z,0)).x;
 float i40 = READ_IMAGE(in40, sampler, POS_in40_INSTANCE(x,y,z,0)).x;
 float i41 = READ_IMAGE(in41, sampler, POS_in41_INSTANCE(x,y,z,0)).x;
 float i42 = READ_IMAGE(in42, sampler, POS_in42_INSTANCE(x,y,z,0)).x;
 float i43 = READ_IMAGE(in43, sampler, POS_in43_INSTANCE(x,y,z,0)).x;
 float i44 = READ_IMAGE(in44, sampler, POS_in44_INSTANCE(x,y,z,0)).x;
 float i45 = READ_IMAGE(in45, sampler, POS_in45_INSTANCE(x,y,z,0)).x;
 float i46 = READ_IMAGE(in46, sampler, POS_in46_INSTANCE(x,y,z,0)).x;
 float i47 = READ_IMAGE(in47, sampler, POS_in47_INSTANCE(x,y,z,0)).x;
 float i48 = READ_IMAGE(in48, sampler, POS_in48_INSTANCE(x,y,z,0)).x;
 float i49 = READ_IMAGE(in49, sampler, POS_in49_INSTANCE(x,y,z,0)).x;
 float i50 = READ_IMAGE(in50, sampler, POS_in50_INSTANCE(x,y,z,0)).x;
 float i51 = READ_IMAGE(in51, sampler, POS_in51_INSTANCE(x,y,z,0)).x;
 float i52 = READ_IMAGE(in52, sampler, POS_in52_INSTANCE(x,y,z,0)).x;
 float i53 = READ_IMAGE(in53, sampler, POS_in53_INSTANCE(x,y,z,0)).x;
 float i54 = READ_IMAGE(in54, sampler, POS_in54_INSTANCE(x,y,z,0)).x;
 float i55 = READ_IMAGE(in55, sampler, POS_in55_INSTANCE(x,y,z,0)).x;
 float i56 = READ_IMAGE(in56, sampler, POS_in56_INSTANCE(x,y,z,0)).x;
 float i57 = READ_IMAGE(in57, sampler, POS_in57_INSTANCE(x,y,z,0)).x;
 float i58 = READ_IMAGE(in58, sampler, POS_in58_INSTANCE(x,y,z,0)).x;
 float i59 = READ_IMAGE(in59, sampler, POS_in59_INSTANCE(x,y,z,0)).x;
 float i60 = READ_IMAGE(in60, sampler, POS_in60_INSTANCE(x,y,z,0)).x;
 float i61 = READ_IMAGE(in61, sampler, POS_in61_INSTANCE(x,y,z,0)).x;
 float i62 = READ_IMAGE(in62, sampler, POS_in62_INSTANCE(x,y,z,0)).x;
 float i63 = READ_IMAGE(in63, sampler, POS_in63_INSTANCE(x,y,z,0)).x;
 float i64 = READ_IMAGE(in64, sampler, POS_in64_INSTANCE(x,y,z,0)).x;
 float i65 = READ_IMAGE(in65, sampler, POS_in65_INSTANCE(x,y,z,0)).x;
 float i66 = READ_IMAGE(in66, sampler, POS_in66_INSTANCE(x,y,z,0)).x;
 float i67 = READ_IMAGE(in67, sampler, POS_in67_INSTANCE(x,y,z,0)).x;
 float i68 = READ_IMAGE(in68, sampler, POS_in68_INSTANCE(x,y,z,0)).x;
 float i69 = READ_IMAGE(in69, sampler, POS_in69_INSTANCE(x,y,z,0)).x;
 float i70 = READ_IMAGE(in70, sampler, POS_in70_INSTANCE(x,y,z,0)).x;
 float i71 = READ_IMAGE(in71, sampler, POS_in71_INSTANCE(x,y,z,0)).x;
 float i72 = READ_IMAGE(in72, sampler, POS_in72_INSTANCE(x,y,z,0)).x;
 float i73 = READ_IMAGE(in73, sampler, POS_in73_INSTANCE(x,y,z,0)).x;
 float i74 = READ_IMAGE(in74, sampler, POS_in74_INSTANCE(x,y,z,0)).x;
 float i75 = READ_IMAGE(in75, sampler, POS_in75_INSTANCE(x,y,z,0)).x;
 float i76 = READ_IMAGE(in76, sampler, POS_in76_INSTANCE(x,y,z,0)).x;
 float i77 = READ_IMAGE(in77, sampler, POS_in77_INSTANCE(x,y,z,0)).x;
 float i78 = READ_IMAGE(in78, sampler, POS_in78_INSTANCE(x,y,z,0)).x;
 float i79 = READ_IMAGE(in79, sampler, POS_in79_INSTANCE(x,y,z,0)).x;
 float i80 = READ_IMAGE(in80, sampler, POS_in80_INSTANCE(x,y,z,0)).x;
 float i81 = READ_IMAGE(in81, sampler, POS_in81_INSTANCE(x,y,z,0)).x;
 float i82 = READ_IMAGE(in82, sampler, POS_in82_INSTANCE(x,y,z,0)).x;
 float i83 = READ_IMAGE(in83, sampler, POS_in83_INSTANCE(x,y,z,0)).x;
 float i84 = READ_IMAGE(in84, sampler, POS_in84_INSTANCE(x,y,z,0)).x;
 float i85 = READ_IMAGE(in85, sampler, POS_in85_INSTANCE(x,y,z,0)).x;
 float i86 = READ_IMAGE(in86, sampler, POS_in86_INSTANCE(x,y,z,0)).x;
 float i87 = READ_IMAGE(in87, sampler, POS_in87_INSTANCE(x,y,z,0)).x;
 float i88 = READ_IMAGE(in88, sampler, POS_in88_INSTANCE(x,y,z,0)).x;
 float i89 = READ_IMAGE(in89, sampler, POS_in89_INSTANCE(x,y,z,0)).x;
 float i90 = READ_IMAGE(in90, sampler, POS_in90_INSTANCE(x,y,z,0)).x;
 float i91 = READ_IMAGE(in91, sampler, POS_in91_INSTANCE(x,y,z,0)).x;
 float i92 = READ_IMAGE(in92, sampler, POS_in92_INSTANCE(x,y,z,0)).x;
 float i93 = READ_IMAGE(in93, sampler, POS_in93_INSTANCE(x,y,z,0)).x;
 float i94 = READ_IMAGE(in94, sampler, POS_in94_INSTANCE(x,y,z,0)).x;
 float i95 = READ_IMAGE(in95, sampler, POS_in95_INSTANCE(x,y,z,0)).x;
 float i96 = READ_IMAGE(in96, sampler, POS_in96_INSTANCE(x,y,z,0)).x;
 float i97 = READ_IMAGE(in97, sampler, POS_in97_INSTANCE(x,y,z,0)).x;
 float i98 = READ_IMAGE(in98, sampler, POS_in98_INSTANCE(x,y,z,0)).x;
 float i99 = READ_IMAGE(in99, sampler, POS_in99_INSTANCE(x,y,z,0)).x;
 float i100 = READ_IMAGE(in100, sampler, POS_in100_INSTANCE(x,y,z,0)).x;
 float i101 = READ_IMAGE(in101, sampler, POS_in101_INSTANCE(x,y,z,0)).x;
 float i102 = READ_IMAGE(in102, sampler, POS_in102_INSTANCE(x,y,z,0)).x;
 float i103 = READ_IMAGE(in103, sampler, POS_in103_INSTANCE(x,y,z,0)).x;
 float i104 = READ_IMAGE(in104, sampler, POS_in104_INSTANCE(x,y,z,0)).x;
 float i105 = READ_IMAGE(in105, sampler, POS_in105_INSTANCE(x,y,z,0)).x;
 float s0=0;
 float s1=0;
 float s2=0;
if(i38<3.4837121963500977){
 if(i38<2.241034507751465){
  if(i13<-0.00048577826237306){
   s2+=1.0;
  } else {
   s0+=0.25;
   s1+=0.4166666666666667;
   s2+=0.3333333333333333;
  }
 } else {
  if(i67<24.002826690673828){
   s2+=1.0;
  } else {
   s1+=1.0;
  }
 }
} else {
 if(i15<-2.0665251213358715e-05){
  s0+=1.0;
 } else {
  if(i50<4.024857521057129){
   s0+=1.0;
  } else {
   s2+=1.0;
  }
 }
}
if(i99<0.4613095223903656){
 if(i0<27.5){
  if(i32<0.001024123514071107){
   s0+=0.5384615384615384;
   s1+=0.07692307692307693;
   s2+=0.38461538461538464;
  } else {
   s1+=0.8333333333333334;
   s2+=0.16666666666666666;
  }
 } else {
  if(i28<5.16277551651001){
   s1+=0.6666666666666666;
   s2+=0.3333333333333333;
  } else {
   s2+=1.0;
  }
 }
} else {
 if(i103<6.054754257202148){
  if(i62<6.714459419250488){
   s0+=1.0;
  } else {
   s1+=1.0;
  }
 } else {
  s0+=1.0;
 }
}
if(i81<3.2542171478271484){
 if(i16<-0.0011409487342461944){
  if(i70<2.5){
   s2+=1.0;
  } else {
   s0+=0.5;
   s2+=0.5;
  }
 } else {
  if(i86<0.5){
   s2+=1.0;
  } else {
   s0+=0.6666666666666666;
   s1+=0.3333333333333333;
  }
 }
} else {
 if(i36<1.4298278093338013){
  if(i47<4.038322448730469){
   s1+=1.0;
  } else {
   s0+=0.5;
   s2+=0.5;
  }
 } else {
  if(i41<1.6474699974060059){
   s0+=1.0;
  } else {
   s0+=0.5;
   s2+=0.5;
  }
 }
}
if(i34<13.1544189453125){
 if(i78<0.49147728085517883){
  if(i57<14.134561538696289){
   s0+=0.6206896551724138;
   s1+=0.13793103448275862;
   s2+=0.2413793103448276;
  } else {
   s2+=1.0;
  }
 } else {
  s1+=1.0;
 }
} else {
 s2+=1.0;
}
if(i59<7.462314605712891){
 if(i50<3.1377429962158203){
  if(i34<3.365642547607422){
   s0+=0.18181818181818182;
   s1+=0.45454545454545453;
   s2+=0.36363636363636365;
  } else {
   s2+=1.0;
  }
 } else {
  s1+=1.0;
 }
} else {
 if(i35<1.6145991086959839){
  if(i91<5.101810932159424){
   s1+=1.0;
  } else {
   s2+=1.0;
  }
 } else {
  if(i12<0.0009683644166216254){
   s2+=1.0;
  } else {
   s0+=0.8333333333333334;
   s2+=0.16666666666666666;
  }
 }
}
if(i79<0.08511395752429962){
 if(i77<0.2361111044883728){
  s2+=1.0;
 } else {
  if(i33<3.130237579345703){
   s0+=0.36363636363636365;
   s1+=0.2727272727272727;
   s2+=0.36363636363636365;
  } else {
   s1+=1.0;
  }
 }
} else {
 if(i52<2.7723705768585205){
  s2+=1.0;
 } else {
  if(i1<27.5){
   s0+=0.9411764705882353;
   s1+=0.058823529411764705;
  } else {
   s0+=0.5;
   s1+=0.25;
   s2+=0.25;
  }
 }
}
if(i15<-0.00040104478830471635){
 s2+=1.0;
} else {
 if(i13<-0.0024811571929603815){
  if(i67<25.808029174804688){
   s2+=1.0;
  } else {
   s0+=1.0;
  }
 } else {
  if(i48<2.2473578453063965){
   s0+=0.4444444444444444;
   s1+=0.2777777777777778;
   s2+=0.2777777777777778;
  } else {
   s0+=0.08333333333333333;
   s1+=0.75;
   s2+=0.16666666666666666;
  }
 }
}
if(i94<2.370208263397217){
 if(i58<6.054754257202148){
  if(i64<7.697288513183594){
   s0+=0.16666666666666666;
   s1+=0.75;
   s2+=0.08333333333333333;
  } else {
   s0+=1.0;
  }
 } else {
  if(i40<5.92746639251709){
   s0+=1.0;
  } else {
   s0+=0.2;
   s1+=0.4;
   s2+=0.4;
  }
 }
} else {
 if(i18<-0.005598494783043861){
  s2+=1.0;
 } else {
  s0+=1.0;
 }
}
if(i87<9.5){
 if(i52<3.1476054191589355){
  if(i49<2.6683692932128906){
   s0+=0.7272727272727273;
   s1+=0.09090909090909091;
   s2+=0.18181818181818182;
  } else {
   s2+=1.0;
  }
 } else {
  if(i38<3.298687219619751){
   s1+=0.8888888888888888;
   s2+=0.1111111111111111;
  } else {
   s0+=0.5;
   s2+=0.5;
  }
 }
} else {
 if(i35<1.6145991086959839){
  s1+=1.0;
 } else {
  if(i38<3.9053454399108887){
   s0+=1.0;
  } else {
   s0+=0.6666666666666666;
   s2+=0.3333333333333333;
  }
 }
}
if(i35<1.89839506149292){
 if(i34<4.6993608474731445){
  if(i0<34.0){
   s0+=0.375;
   s1+=0.0625;
   s2+=0.5625;
  } else {
   s1+=1.0;
  }
 } else {
  if(i67<27.45432472229004){
   s1+=1.0;
  } else {
   s0+=1.0;
  }
 }
} else {
 if(i88<0.04714912176132202){
  s2+=1.0;
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

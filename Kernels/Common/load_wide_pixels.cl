#pragma OPENCL FP_CONTRACT OFF
// Pixels of four bytes (load_pixels.cl); cameras give them seldom.

LOAD_KERNEL(load_uint32, uint)
LOAD_KERNEL(load_float32, float)

#pragma OPENCL FP_CONTRACT OFF
// src - src2 and src / src2 in float32: differences of Gaussians, hats, and images rid of their background.

FEATURE_KERNEL(subtract_planes)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        global const float *first = SRC_ROW(row, z), *second = SRC2_ROW(row, z);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) STORE(LOAD(first + x) - LOAD(second + x), out + x);
        REPLICATE(out);
    }
}

FEATURE_KERNEL(divide_planes)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        global const float *first = SRC_ROW(row, z), *second = SRC2_ROW(row, z);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) STORE(DIVIDE(LOAD(first + x), LOAD(second + x)), out + x);
        REPLICATE(out);
    }
}

#pragma OPENCL FP_CONTRACT OFF
// dst = src - src2 in float32; the difference of Gaussians is made of two blurs with it.
kernel void subtract_planes(FEATURE_ARGUMENTS)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        global const float *left = SRC_ROW(row, z), *right = SRC2_ROW(row, z);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) STORE(LOAD(left + x) - LOAD(right + x), out + x);
        REPLICATE(out);
    }
}

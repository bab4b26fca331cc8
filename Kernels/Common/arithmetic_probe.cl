#pragma OPENCL FP_CONTRACT OFF
// The arithmetic everything else relies on, for the self-test: products and sums that must not be fused, fused ones
// that must be, correctly rounded quotients and roots, conversions, comparisons with NaN. dst holds PROBE_RESULTS
// values per work-item.
#define PROBE_RESULTS 7

kernel void arithmetic_probe(global const float *restrict src, global float *restrict dst, int count)
{
    const int i = get_global_id(0);
    if (i >= count) return;
    const float a = src[3 * i], b = src[3 * i + 1], c = src[3 * i + 2];
    const double da = a, db = b, dc = c;
    global float *out = dst + PROBE_RESULTS * i;
    out[0] = a * b + c;
    out[1] = fma(a, b, c);
    const floats quotient = DIVIDE((floats)a, (floats)b);
    const floats root = SQUARE_ROOT((floats)a);
    float lanes[LANES];
    STORE(quotient, lanes);
    out[2] = lanes[LANES - 1];
    STORE(root, lanes);
    out[3] = lanes[LANES - 1];
    // The double sum is taken to the second power, so that a fused step shows in the float32 result.
    out[4] = (float)((da * da + db) - da * da);
    out[5] = (float)(dc + da * 0.1);
    out[6] = a < b ? 1.0f : 2.0f;
}

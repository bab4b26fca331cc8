#pragma OPENCL FP_CONTRACT OFF
// laplace_box in volumes: float32 throughout, x outermost, then y, then z. The centre's weight is 1, not 26, in the
// reference and here.

FEATURE_KERNEL(laplace_box_3d)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        global const float *in[9];
        for (int i = 0; i < 9; ++i) in[i] = SRC_ROW(row - 1 + i / 3, z - 1 + i % 3);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
            floats sum = (floats)0.0f;
            for (int i = 0; i < 9; ++i) sum = sum - LOAD(in[i] + x - 1);
            for (int i = 0; i < 4; ++i) sum = sum - LOAD(in[i] + x);
            sum = sum + LOAD(in[4] + x);
            for (int i = 5; i < 9; ++i) sum = sum - LOAD(in[i] + x);
            for (int i = 0; i < 9; ++i) sum = sum - LOAD(in[i] + x + 1);
            STORE(sum, out + x);
        }
        REPLICATE(out);
    }
}

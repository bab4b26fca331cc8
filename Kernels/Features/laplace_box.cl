#pragma OPENCL FP_CONTRACT OFF
// laplace_box: the centre's multiple minus all its neighbours (clij's laplace_box kernels).

// 2D: 8 * centre - the eight neighbours, summed in double in this order, rounded once.
kernel void laplace_box_2d(FEATURE_ARGUMENTS)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        global const float *centre = SRC_ROW(row, z), *above = SRC_ROW(row - 1, z), *below = SRC_ROW(row + 1, z);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
            doubles sum = DOUBLES(LOAD(centre + x)) * 8.0;
            sum = sum - DOUBLES(LOAD(centre + x + 1));
            sum = sum - DOUBLES(LOAD(centre + x - 1));
            sum = sum - DOUBLES(LOAD(above + x));
            sum = sum - DOUBLES(LOAD(below + x));
            sum = sum - DOUBLES(LOAD(above + x - 1));
            sum = sum - DOUBLES(LOAD(above + x + 1));
            sum = sum - DOUBLES(LOAD(below + x - 1));
            sum = sum - DOUBLES(LOAD(below + x + 1));
            STORE(FLOATS(sum), out + x);
        }
        REPLICATE(out);
    }
}

// 3D: float32 throughout, x outermost, then y, then z. The centre's weight is 1, not 26, in the reference and here.
kernel void laplace_box_3d(FEATURE_ARGUMENTS)
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

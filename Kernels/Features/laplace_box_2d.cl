#pragma OPENCL FP_CONTRACT OFF
// laplace_box: the centre's multiple minus all its neighbours (clij's laplace_box kernels): 8 * centre - the eight
// neighbours, summed in double in this order, rounded once.

FEATURE_KERNEL(laplace_box_2d)
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

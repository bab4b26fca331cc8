#pragma OPENCL FP_CONTRACT OFF
// laplace_diamond: the centre's multiple minus the neighbours it shares a face with, summed in double in this order
// (right, left, top, bottom, front, back) and rounded once (clij's laplace_diamond kernels).

FEATURE_KERNEL(laplace_diamond_2d)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        global const float *centre = SRC_ROW(row, z), *above = SRC_ROW(row - 1, z), *below = SRC_ROW(row + 1, z);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
            doubles sum = DOUBLES(LOAD(centre + x)) * 4.0;
            sum = sum - DOUBLES(LOAD(centre + x + 1));
            sum = sum - DOUBLES(LOAD(centre + x - 1));
            sum = sum - DOUBLES(LOAD(above + x));
            sum = sum - DOUBLES(LOAD(below + x));
            STORE(FLOATS(sum), out + x);
        }
        REPLICATE(out);
    }
}

FEATURE_KERNEL(laplace_diamond_3d)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        global const float *centre = SRC_ROW(row, z), *above = SRC_ROW(row - 1, z), *below = SRC_ROW(row + 1, z),
                           *front = SRC_ROW(row, z + 1), *back = SRC_ROW(row, z - 1);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
            doubles sum = DOUBLES(LOAD(centre + x)) * 6.0;
            sum = sum - DOUBLES(LOAD(centre + x + 1));
            sum = sum - DOUBLES(LOAD(centre + x - 1));
            sum = sum - DOUBLES(LOAD(above + x));
            sum = sum - DOUBLES(LOAD(below + x));
            sum = sum - DOUBLES(LOAD(front + x));
            sum = sum - DOUBLES(LOAD(back + x));
            STORE(FLOATS(sum), out + x);
        }
        REPLICATE(out);
    }
}

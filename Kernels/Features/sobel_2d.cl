#pragma OPENCL FP_CONTRACT OFF
// sobel: the length of the gradient with the weights 1-2-1 across (clij's sobel kernels). gx and gy, each summed in
// double in this order and rounded to float32; then sqrt(fma(gx, gx, gy * gy)).

FEATURE_KERNEL(sobel_2d)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        global const float *centre = SRC_ROW(row, z), *above = SRC_ROW(row - 1, z), *below = SRC_ROW(row + 1, z);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
            const doubles a = DOUBLES(LOAD(above + x - 1)), b = DOUBLES(LOAD(above + x)),
                          c = DOUBLES(LOAD(above + x + 1)), d = DOUBLES(LOAD(centre + x - 1)),
                          e = DOUBLES(LOAD(centre + x + 1)), f = DOUBLES(LOAD(below + x - 1)),
                          g = DOUBLES(LOAD(below + x)), h = DOUBLES(LOAD(below + x + 1));
            const floats gx = FLOATS(((((-a - d * 2.0) - f) + c) + e * 2.0) + h);
            const floats gy = FLOATS(((((-a - b * 2.0) - c) + f) + g * 2.0) + h);
            const floats square = gy * gy;
            STORE(SQUARE_ROOT(fma(gx, gx, square)), out + x);
        }
        REPLICATE(out);
    }
}

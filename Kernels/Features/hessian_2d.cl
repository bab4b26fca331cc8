#pragma OPENCL FP_CONTRACT OFF
// small_ and large_hessian_eigenvalue in 2D (option 0 and 1): (trace ± root) / 2 of the second differences. A macro of
// the reference adds the column offset to the pixels it reads left and right; that cancels but for rounding, and is
// repeated here to the bit.
FEATURE_KERNEL(hessian_2d)
{
    FEATURE_BEGIN
    const double sign = job.option == 0 ? -0.5 : 0.5;
    for (int row = from; row < to; ++row) {
        global const float *centre = SRC_ROW(row, z), *above = SRC_ROW(row - 1, z), *below = SRC_ROW(row + 1, z);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
            const floats twice = LOAD(centre + x) * 2.0f;
            const floats sxx = ((LOAD(centre + x - 1) - 1.0f) - twice) + (LOAD(centre + x + 1) + 1.0f);
            const floats syy = (LOAD(above + x) - twice) + LOAD(below + x);
            const floats a = LOAD(above + x - 1) - 1.0f, b = LOAD(above + x + 1) + 1.0f, c = LOAD(below + x - 1) - 1.0f,
                         d = LOAD(below + x + 1) + 1.0f;
            const floats sxy = (((a + d) - c) - b) * 0.25f;
            const floats trace = sxx + syy, difference = sxx - syy;
            const floats root = SQUARE_ROOT(fma(sxy * 4.0f, sxy, difference * difference));
            STORE(FLOATS(DOUBLES(trace) * 0.5 + DOUBLES(root) * sign), out + x);
        }
        REPLICATE(out);
    }
}

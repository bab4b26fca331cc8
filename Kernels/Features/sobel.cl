#pragma OPENCL FP_CONTRACT OFF
// sobel: the length of the gradient with the weights 1-2-1 across (clij's sobel kernels).

// 2D: gx and gy, each summed in double in this order and rounded to float32; then sqrt(fma(gx, gx, gy * gy)).
kernel void sobel_2d(FEATURE_ARGUMENTS)
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

// 3D: the 27 offsets that the reference means; its own kernel reads past its tables. float32, x outermost, then y,
// then z, weights of 0 left out.
kernel void sobel_3d(FEATURE_ARGUMENTS)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        global const float *in[9];
        for (int i = 0; i < 9; ++i) in[i] = SRC_ROW(row - 1 + i / 3, z - 1 + i % 3);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
            floats gx = (floats)0.0f, gy = (floats)0.0f, gz = (floats)0.0f;
#pragma unroll 1
            for (int dx = -1; dx <= 1; ++dx) {
                const float sx = dx == 0 ? 2.0f : 1.0f;
#pragma unroll
                for (int i = 0; i < 9; ++i) {
                    const floats v = LOAD(in[i] + x + dx);
                    const int dy = i / 3 - 1, dz = i % 3 - 1;
                    const float sy = dy == 0 ? 2.0f : 1.0f, sz = dz == 0 ? 2.0f : 1.0f;
                    if (dx != 0) gx = fma((floats)(-dx * sy * sz), v, gx);
                    if (dy != 0) gy = fma((floats)(-dy * sx * sz), v, gy);
                    if (dz != 0) gz = fma((floats)(-dz * sx * sy), v, gz);
                }
            }
            const floats square = gy * gy;
            STORE(SQUARE_ROOT(fma(gz, gz, fma(gx, gx, square))), out + x);
        }
        REPLICATE(out);
    }
}

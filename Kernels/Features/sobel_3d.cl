#pragma OPENCL FP_CONTRACT OFF
// sobel in volumes: the 27 offsets that the reference means; its own kernel reads past its tables. float32, x outermost,
// then y, then z, weights of 0 left out.

FEATURE_KERNEL(sobel_3d)
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
                    if (dx != 0) gx = gx + (floats)(-dx * sy * sz) * v;
                    if (dy != 0) gy = gy + (floats)(-dy * sx * sz) * v;
                    if (dz != 0) gz = gz + (floats)(-dz * sx * sy) * v;
                }
            }
            const floats square = gy * gy;
            STORE(SQUARE_ROOT(fma(gz, gz, fma(gx, gx, square))), out + x);
        }
        REPLICATE(out);
    }
}

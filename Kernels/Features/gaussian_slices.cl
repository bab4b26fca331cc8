#pragma OPENCL FP_CONTRACT OFF
// gaussian_blur (gaussian_blur.cl) along z, in volumes, LINES slices at a time: the work-items of the slices between
// have nothing to do.

FEATURE_KERNEL(gaussian_slices)
{
    FEATURE_BEGIN
    if (z % LINES != 0) return;
    const int h = job.half_width, start = z;
    global const float *weights = tables + job.table + h;
    const floats sum = (floats)job.sum;
    for (int row = from; row < to; ++row) {
        for (int x = first_x; x < last_x; x += COLUMN_VECTORS * LANES) {
            LINE_SUMS(SRC_ROW(row, line))
#pragma unroll
            for (int k = 0; k < LINES; ++k) {
                if (z + k >= depth) continue;
                global float *out = DST_ROW(row, z + k) + x;
#pragma unroll
                for (int j = 0; j < COLUMN_VECTORS; ++j) STORE(DIVIDE(totals[k][j], sum), out + j * LANES);
            }
        }
        for (int k = z; k < min(z + LINES, depth); ++k) REPLICATE(DST_ROW(row, k));
    }
}

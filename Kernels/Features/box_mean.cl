#pragma OPENCL FP_CONTRACT OFF
// One pass of mean_box along x, y or z (option 0, 1, 2): the float32 sum of the pixels from -half_width to half_width
// in this order, divided by their number (clij's mean_separable). Sums along y and z keep four vectors in flight; the
// pass along y loads each source row once for all rows of the block.
#define MEAN_VECTORS 4

INLINE void mean_along_x(global const float *in, global float *out, int half_width, floats n, int vectors)
{
    floats sum[MEAN_VECTORS];
    for (int k = 0; k < vectors; ++k) sum[k] = (floats)0.0f;
    for (int v = -half_width; v <= half_width; ++v)
        for (int k = 0; k < vectors; ++k) sum[k] = sum[k] + LOAD(in + v + k * LANES);
    for (int k = 0; k < vectors; ++k) STORE(DIVIDE(sum[k], n), out + k * LANES);
}

INLINE void mean_along_z(global const float *in, long slice, int z, int depth, global float *out, int half_width,
                         floats n, int vectors)
{
    floats sum[MEAN_VECTORS];
    for (int k = 0; k < vectors; ++k) sum[k] = (floats)0.0f;
    for (int v = z - half_width; v <= z + half_width; ++v) {
        global const float *line = in + clamp(v, 0, depth - 1) * slice;
        for (int k = 0; k < vectors; ++k) sum[k] = sum[k] + LOAD(line + k * LANES);
    }
    for (int k = 0; k < vectors; ++k) STORE(DIVIDE(sum[k], n), out + k * LANES);
}

FEATURE_KERNEL(box_mean)
{
    FEATURE_BEGIN
    const int c = job.half_width;
    const floats n = (floats)(float)(2 * c + 1);
    if (job.option == 1) {
        for (int x = first_x; x < last_x; x += LANES) {
            floats sum[BLOCK_ROWS];
#pragma unroll
            for (int k = 0; k < BLOCK_ROWS; ++k) sum[k] = (floats)0.0f;
            // Source rows in order; row `from + k` of the block takes those from v - k = -c to c.
            int y = clamp(from - c, 0, height - 1), slot = y % job.src_ring;
            global const float *in = ROW(job.src, job.src_ring, 0, z) + x;
            for (int v = -c; v < BLOCK_ROWS + c; ++v) {
                const floats pixel = LOAD(in + (long)slot * stride);
                if (v >= BLOCK_ROWS - 1 - c && v <= c) {
#pragma unroll
                    for (int k = 0; k < BLOCK_ROWS; ++k) sum[k] = sum[k] + pixel;
                } else {
#pragma unroll
                    for (int k = 0; k < BLOCK_ROWS; ++k)
                        if (abs(v - k) <= c) sum[k] = sum[k] + pixel;
                }
                if (from + v >= 0 && y < height - 1) {
                    ++y;
                    slot = slot + 1 == job.src_ring ? 0 : slot + 1;
                }
            }
#pragma unroll
            for (int k = 0; k < BLOCK_ROWS; ++k)
                if (from + k < to) STORE(DIVIDE(sum[k], n), DST_ROW(from + k, z) + x);
        }
        for (int row = from; row < to; ++row) REPLICATE(DST_ROW(row, z));
        return;
    }
    for (int row = from; row < to; ++row) {
        global const float *in = SRC_ROW(row, job.option == 0 ? z : 0);
        global float *out = DST_ROW(row, z);
        const long slice = (long)job.src_ring * stride;
        int x = first_x;
        if (job.option == 0) {
            for (; x + (MEAN_VECTORS - 1) * LANES < last_x; x += MEAN_VECTORS * LANES)
                mean_along_x(in + x, out + x, c, n, MEAN_VECTORS);
            for (; x < last_x; x += LANES) mean_along_x(in + x, out + x, c, n, 1);
        } else {
            for (; x + (MEAN_VECTORS - 1) * LANES < last_x; x += MEAN_VECTORS * LANES)
                mean_along_z(in + x, slice, z, depth, out + x, c, n, MEAN_VECTORS);
            for (; x < last_x; x += LANES) mean_along_z(in + x, slice, z, depth, out + x, c, n, 1);
        }
        REPLICATE(out);
    }
}

#pragma OPENCL FP_CONTRACT OFF
// mean_sphere, variance_box and variance_sphere over a window's `count` pixels (the table is explained in
// window_rows): float32 sums with x outermost, then y, then z. The variance takes a second pass over the squared
// distances from the mean, product and sum rounded one by one, and divides by the count (clij's mean_sphere, variance
// kernels, with a product for the second power). A source pixel is loaded once for all output rows of a group; in each of
// them it has its place in the order. The windows are convex and do not change when x and y are exchanged.
#define MOMENT_ROWS (BLOCK_ROWS < 4 ? BLOCK_ROWS : 4)
#define MOMENT_VECTORS 2

// Adds the vectors at `in` to the sums of rows first … last of the group; squared distances from `mean` if `squares`.
INLINE void add_pixels(global const float *in, const floats *mean, floats *sum, int first, int last, const int vectors,
                       const int squares)
{
#pragma unroll
    for (int k = 0; k < vectors; ++k) {
        const floats v = LOAD(in + k * LANES);
#pragma unroll
        for (int i = 0; i < MOMENT_ROWS; ++i) {
            if (i < first || i > last) continue;
            const int s = i * MOMENT_VECTORS + k;
            if (squares) {
                const floats d = v - mean[s];
                sum[s] = sum[s] + d * d;
            } else {
                sum[s] = sum[s] + v;
            }
        }
    }
}

INLINE void window_sums(global float *arena, global const float *tables, Job job, int stride, int height, int depth,
                        int row, int end, int z, int x, const floats *mean, floats *sum, const int vectors,
                        const int squares)
{
    WINDOW_BEGIN(row)
    const int c = job.half_width, cz = HALF_DEPTH;
#pragma unroll
    for (int s = 0; s < MOMENT_ROWS * MOMENT_VECTORS; ++s) sum[s] = (floats)0.0f;
    for (int dx = -c; dx <= c; ++dx)
        for (int y = row - c; y < end + c; ++y)
            for (int dz = -cz; dz <= cz; ++dz) {
                // How far the window reaches up and down here is how far it reaches left and right at dy = dx.
                const int span = HALF_SPAN(dx, dz), first = y - span - row, last = y + span - row;
                if (span < 0 || last < 0 || first >= end - row) continue;
                global const float *in = WINDOW_ROW(y, z + dz) + x + dx;
                if (first <= 0 && last >= MOMENT_ROWS - 1)
                    add_pixels(in, mean, sum, 0, MOMENT_ROWS - 1, vectors, squares);
                else
                    add_pixels(in, mean, sum, first, last, vectors, squares);
            }
    const floats n = (floats)(float)job.count;
#pragma unroll
    for (int s = 0; s < MOMENT_ROWS * MOMENT_VECTORS; ++s) sum[s] = DIVIDE(sum[s], n);
}

INLINE void window_moment(global float *arena, global const float *tables, Job job, int stride, int height, int depth,
                          int row, int end, int z, int x, const int vectors, const int variance)
{
    floats mean[MOMENT_ROWS * MOMENT_VECTORS], result[MOMENT_ROWS * MOMENT_VECTORS];
    window_sums(arena, tables, job, stride, height, depth, row, end, z, x, mean, result, vectors, 0);
    if (variance) {
#pragma unroll
        for (int s = 0; s < MOMENT_ROWS * MOMENT_VECTORS; ++s) mean[s] = result[s];
        window_sums(arena, tables, job, stride, height, depth, row, end, z, x, mean, result, vectors, 1);
    }
#pragma unroll
    for (int i = 0; i < MOMENT_ROWS; ++i)
        if (row + i < end)
#pragma unroll
            for (int k = 0; k < vectors; ++k)
                STORE(result[i * MOMENT_VECTORS + k], DST_ROW(row + i, z) + x + k * LANES);
}

INLINE void window_moments(FEATURE_ARGUMENTS, const int3 item, const int variance)
{
    FEATURE_BEGIN
    for (int row = from; row < to; row += MOMENT_ROWS) {
        const int end = min(row + MOMENT_ROWS, to);
        int x = first_x;
        for (; x + (MOMENT_VECTORS - 1) * LANES < last_x; x += MOMENT_VECTORS * LANES)
            window_moment(arena, tables, job, stride, height, depth, row, end, z, x, MOMENT_VECTORS, variance);
        for (; x < last_x; x += LANES)
            window_moment(arena, tables, job, stride, height, depth, row, end, z, x, 1, variance);
    }
    for (int row = from; row < to; ++row) REPLICATE(DST_ROW(row, z));
}

FEATURE_KERNEL(window_mean)
{
    window_moments(FEATURE_VALUES, item, 0);
}

FEATURE_KERNEL(window_variance)
{
    window_moments(FEATURE_VALUES, item, 1);
}

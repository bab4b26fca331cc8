#pragma OPENCL FP_CONTRACT OFF
// One pass of minimum_box or maximum_box along x, y or z (option 0, 1, 2), from -half_width to half_width. The order of
// comparisons is not the reference's (clij's minimum_separable): pixels must be ordinary (not PixelValues.haveSpecialValues).
//
// Along x the block's row is folded upon itself, each step doubling the pixels that one element stands for. Along y
// the block's rows share the rows that all of them need, and take those above and below one after the other.
// `largest` is a constant everywhere: 0 for the minimum, 1 for the maximum.
#define EXTREME_VECTORS 4
#define FOLDED 768

INLINE floats extreme(floats a, floats b, const int largest)
{
    if (largest) return a > b ? a : b;
    return a < b ? a : b;
}

INLINE void extreme_along_x(global const float *in, global float *out, int columns, int c, const int largest)
{
    const floats none = (floats)(largest ? -INFINITY : INFINITY);
    if (LANES > 1 && BLOCK_WIDTH + 2 * LANES + 4 * c < FOLDED) {
        float folded[LANES > 1 ? FOLDED : 1];
        const int length = columns + 2 * c;
        for (int i = 0; i < length; i += LANES) STORE(extreme(LOAD(in + i - c), none, largest), folded + i);
        int span = 1;
        for (; 2 * span <= 2 * c + 1; span *= 2)
            for (int i = 0; i < length; i += LANES)
                STORE(extreme(LOAD(folded + i + span), LOAD(folded + i), largest), folded + i);
        for (int i = 0; i < columns; i += LANES) {
            STORE(extreme(LOAD(folded + i + 2 * c + 1 - span), LOAD(folded + i), largest), out + i);
        }
    } else {
        for (int i = 0; i < columns; i += LANES) {
            floats best = none;
            for (int v = -c; v <= c; ++v) best = extreme(LOAD(in + i + v), best, largest);
            STORE(best, out + i);
        }
    }
}

INLINE void take_row(global const float *in, floats *best, const int vectors, const int largest)
{
#pragma unroll
    for (int k = 0; k < vectors; ++k) best[k] = extreme(LOAD(in + k * LANES), best[k], largest);
}

// Rows from … to - 1 of a group of vectors, along y or z.
INLINE void extreme_columns(global float *arena, Job job, int stride, int height, int depth, int from, int to, int z,
                            int x, const int vectors, const int largest)
{
    const int c = job.half_width;
    const floats none = (floats)(largest ? -INFINITY : INFINITY);
    // The source rows first … last are needed by every row of the block; there are none in small windows.
    const int first = to - 1 - c, last = from + c, sharing = job.option == 1 && first <= last;
    floats shared[EXTREME_VECTORS], best[EXTREME_VECTORS];
#pragma unroll
    for (int k = 0; k < vectors; ++k) shared[k] = best[k] = none;
    if (sharing)
        for (int y = max(first, 0); y <= min(last, height - 1); ++y)
            take_row(SRC_ROW(y, z) + x, shared, vectors, largest);
    for (int row = to - 1; row >= from; --row) {
        if (sharing) {
            if (row - c >= 0 && row < to - 1) take_row(SRC_ROW(row - c, z) + x, best, vectors, largest);
        } else {
#pragma unroll
            for (int k = 0; k < vectors; ++k) best[k] = none;
            const int centre = job.option == 1 ? row : z, end = job.option == 1 ? height : depth;
            for (int v = max(centre - c, 0); v <= min(centre + c, end - 1); ++v)
                take_row((job.option == 1 ? SRC_ROW(v, z) : SRC_ROW(row, v)) + x, best, vectors, largest);
        }
        global float *out = DST_ROW(row, z) + x;
#pragma unroll
        for (int k = 0; k < vectors; ++k) STORE(extreme(shared[k], best[k], largest), out + k * LANES);
    }
#pragma unroll
    for (int k = 0; k < vectors; ++k) best[k] = none;
    for (int row = from; row < to; ++row) {
        if (sharing && row > from && row + c < height) take_row(SRC_ROW(row + c, z) + x, best, vectors, largest);
        global float *out = DST_ROW(row, z) + x;
#pragma unroll
        for (int k = 0; k < vectors; ++k)
            STORE(extreme(LOAD(out + k * LANES), best[k], largest), out + k * LANES);
    }
}

INLINE void box_extreme(FEATURE_ARGUMENTS, const int3 item, const int largest)
{
    FEATURE_BEGIN
    if (job.option == 0) {
        for (int row = from; row < to; ++row)
            extreme_along_x(SRC_ROW(row, z) + first_x, DST_ROW(row, z) + first_x, last_x - first_x, job.half_width,
                            largest);
    } else {
        int x = first_x;
        for (; x + (EXTREME_VECTORS - 1) * LANES < last_x; x += EXTREME_VECTORS * LANES)
            extreme_columns(arena, job, stride, height, depth, from, to, z, x, EXTREME_VECTORS, largest);
        for (; x < last_x; x += LANES)
            extreme_columns(arena, job, stride, height, depth, from, to, z, x, 1, largest);
    }
    for (int row = from; row < to; ++row) REPLICATE(DST_ROW(row, z));
}

FEATURE_KERNEL(box_minimum)
{
    box_extreme(FEATURE_VALUES, item, 0);
}

FEATURE_KERNEL(box_maximum)
{
    box_extreme(FEATURE_VALUES, item, 1);
}

#pragma OPENCL FP_CONTRACT OFF
// Minimum and maximum over a window of any shape that is symmetric in x (minimum_sphere, maximum_sphere; the table is
// explained in window_rows). The order of comparisons is not the reference's: pixels must be ordinary
// (not PixelValues.haveSpecialValues).
//
// A source row's extremes of half span 0, 1, 2 … grow out of each other and serve every row of the block.
// `largest` is a constant everywhere: 0 for the minimum, 1 for the maximum.
#define WIDEST_SPAN 48

INLINE floats window_extreme(floats a, floats b, const int largest)
{
    if (largest) return a > b ? a : b;
    return a < b ? a : b;
}

INLINE void window_extremes(FEATURE_ARGUMENTS, const int3 item, const int largest)
{
    FEATURE_BEGIN
    const int c = job.half_width, cz = HALF_DEPTH;
    const floats none = (floats)(largest ? -INFINITY : INFINITY);
    global const float *const plane = arena + job.src;
    for (int x = first_x; x < last_x; x += LANES) {
        floats best[BLOCK_ROWS];
#pragma unroll
        for (int k = 0; k < BLOCK_ROWS; ++k) best[k] = none;
        for (int dz = -cz; dz <= cz; ++dz) {
            for (int y = from - c; y < to + c; ++y) {
                global const float *in = SRC_ROW(y, z + dz) + x;
                const int first = max(y - c - from, 0), last = min(y + c - from, BLOCK_ROWS - 1);
                if (BLOCK_ROWS == 1 || c > WIDEST_SPAN) {
                    for (int k = first; k <= last; ++k) {
                        floats wide = none;
                        const int w = HALF_SPAN(y - from - k, dz);
                        for (int v = -w; v <= w; ++v) wide = window_extreme(LOAD(in + v), wide, largest);
                        best[k] = window_extreme(wide, best[k], largest);
                    }
                } else {
                    floats wide[BLOCK_ROWS == 1 ? 1 : WIDEST_SPAN + 1];
                    wide[0] = window_extreme(LOAD(in), none, largest);
                    for (int v = 1; v <= c; ++v) {
                        const floats ends = window_extreme(LOAD(in - v), wide[v - 1], largest);
                        wide[v] = window_extreme(LOAD(in + v), ends, largest);
                    }
#pragma unroll
                    for (int k = 0; k < BLOCK_ROWS; ++k)
                        if (k >= first && k <= last) {
                            const int w = HALF_SPAN(y - from - k, dz);
                            if (w >= 0) best[k] = window_extreme(wide[w], best[k], largest);
                        }
                }
            }
        }
#pragma unroll
        for (int k = 0; k < BLOCK_ROWS; ++k)
            if (from + k < to) STORE(best[k], DST_ROW(from + k, z) + x);
    }
    for (int row = from; row < to; ++row) REPLICATE(DST_ROW(row, z));
}

FEATURE_KERNEL(window_minimum)
{
    window_extremes(FEATURE_VALUES, item, 0);
}

FEATURE_KERNEL(window_maximum)
{
    window_extremes(FEATURE_VALUES, item, 1);
}

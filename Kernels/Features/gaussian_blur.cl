#pragma OPENCL FP_CONTRACT OFF
// gaussian_blur: separable, along x, then y, then z. sum over v ascending of fma(weight(v), pixel(v), sum), then one
// division by the sum of the weights (spec/apoc.md, section 4.1). Weights come from the host, so devices agree. The
// table of a job holds 2 * half_width + 1 weights.

#define ROW_VECTORS (BLOCK_VECTORS < 4 ? BLOCK_VECTORS : 4)
#define COLUMN_VECTORS (BLOCK_VECTORS < 2 ? BLOCK_VECTORS : 2)
// Lines that are summed at once: as many sums as there are registers for, which are half as many where they are short.
#define LINES (LANES == 8 ? BLOCK_ROWS / 2 : BLOCK_ROWS)

// Adds the taps v = first … end - 1 to the last `blurs` of three sums: a pixel is loaded once for all of them.
INLINE void row_taps(global const float *in, global const float **weights, int first, int end, const int blurs,
                     floats totals[3][ROW_VECTORS])
{
    for (int v = first; v < end; ++v) {
        floats pixels[ROW_VECTORS];
#pragma unroll
        for (int k = 0; k < ROW_VECTORS; ++k) pixels[k] = LOAD(in + v + k * LANES);
#pragma unroll
        for (int i = 0; i < 3; ++i) {
            if (i < 3 - blurs) continue;
            const floats weight = (floats)weights[i][v];
#pragma unroll
            for (int k = 0; k < ROW_VECTORS; ++k) totals[i][k] = fma(weight, pixels[k], totals[i][k]);
        }
    }
}

// Along x, up to three blurs of one plane at a time: jobs come in threes, ascending in half width, absent ones first
// with half width -1. All three have the same `above`.
kernel void gaussian_rows(FEATURE_ARGUMENTS)
{
    global const Job *group = jobs + first_job + 3 * ((int)get_global_id(2) / depth);
    const Job job = group[2];
    BLOCK_BEGIN(BLOCK_ROWS)
    int h[3];
    global const float *weights[3];
#pragma unroll
    for (int i = 0; i < 3; ++i) {
        h[i] = group[i].half_width;
        weights[i] = tables + group[i].table + max(h[i], 0);
    }
    for (int row = from; row < to; ++row) {
        global const float *line = SRC_ROW(row, z);
        for (int x = first_x; x < last_x; x += ROW_VECTORS * LANES) {
            global const float *in = line + x;
            floats totals[3][ROW_VECTORS];
#pragma unroll
            for (int i = 0; i < 3; ++i)
#pragma unroll
                for (int k = 0; k < ROW_VECTORS; ++k) totals[i][k] = (floats)0.0f;
            // Each sum takes its taps in ascending order.
            if (h[1] < 0) {
                row_taps(in, weights, -h[2], h[2] + 1, 1, totals);
            } else {
                row_taps(in, weights, -h[2], -h[1], 1, totals);
                if (h[0] < 0) {
                    row_taps(in, weights, -h[1], h[1] + 1, 2, totals);
                } else {
                    row_taps(in, weights, -h[1], -h[0], 2, totals);
                    row_taps(in, weights, -h[0], h[0] + 1, 3, totals);
                    row_taps(in, weights, h[0] + 1, h[1] + 1, 2, totals);
                }
                row_taps(in, weights, h[1] + 1, h[2] + 1, 1, totals);
            }
#pragma unroll
            for (int i = 0; i < 3; ++i) {
                if (h[i] < 0) continue;
                global float *out = ROW(group[i].dst, group[i].dst_ring, row, z) + x;
                const floats sum = (floats)group[i].sum;
#pragma unroll
                for (int k = 0; k < ROW_VECTORS; ++k) STORE(DIVIDE(totals[i][k], sum), out + k * LANES);
            }
        }
    }
}

// Adds the taps of the lines first … end - 1 along y or z to the results at start … start + LINES - 1. A line is loaded
// once for all of them; `all` says that every result needs every line.
#define LINE_TAPS(LINE, first, end, all)                                                                             \
    for (int line = first; line < end; ++line) {                                                                     \
        global const float *in = LINE + x, *near = weights + line - start;                                           \
        floats pixels[COLUMN_VECTORS];                                                                               \
        PREFETCH(in + COLUMN_VECTORS * LANES);                                                                       \
        _Pragma("unroll") for (int j = 0; j < COLUMN_VECTORS; ++j) pixels[j] = LOAD(in + j * LANES);                 \
        _Pragma("unroll") for (int k = 0; k < LINES; ++k)                                                            \
        {                                                                                                            \
            if (!(all) && abs(line - start - k) > h) continue;                                                       \
            const floats weight = (floats)near[-k];                                                                  \
            _Pragma("unroll") for (int j = 0; j < COLUMN_VECTORS; ++j) totals[k][j] =                                \
                fma(weight, pixels[j], totals[k][j]);                                                                \
        }                                                                                                            \
    }

#define LINE_SUMS(LINE)                                                                                              \
    floats totals[LINES][COLUMN_VECTORS];                                                                            \
    _Pragma("unroll") for (int k = 0; k < LINES; ++k)                                                                \
        _Pragma("unroll") for (int j = 0; j < COLUMN_VECTORS; ++j) totals[k][j] = (floats)0.0f;                      \
    const int inner = max(min(start + LINES - 1 - h, start + h + 1), start - h);                                     \
    LINE_TAPS(LINE, start - h, inner, false)                                                                         \
    LINE_TAPS(LINE, inner, start + h + 1, true)                                                                      \
    LINE_TAPS(LINE, start + h + 1, start + LINES + h, false)

// Along y.
kernel void gaussian_columns(FEATURE_ARGUMENTS)
{
    const Job job = jobs[first_job + (int)get_global_id(2) / depth];
    BLOCK_BEGIN(TALL_ROWS)
    const int h = job.half_width;
    global const float *weights = tables + job.table + h;
    const floats sum = (floats)job.sum;
    for (int x = first_x; x < last_x; x += COLUMN_VECTORS * LANES)
        for (int start = from; start < to; start += LINES) {
            WINDOW_BEGIN(start)
            LINE_SUMS(WINDOW_ROW(line, z))
#pragma unroll
            for (int k = 0; k < LINES; ++k) {
                if (start + k >= to) continue;
                global float *out = DST_ROW(start + k, z) + x;
#pragma unroll
                for (int j = 0; j < COLUMN_VECTORS; ++j) STORE(DIVIDE(totals[k][j], sum), out + j * LANES);
            }
        }
    for (int row = from; row < to; ++row) REPLICATE(DST_ROW(row, z));
}

// Along z, LINES slices at a time: the work-items of the slices between have nothing to do.
kernel void gaussian_slices(FEATURE_ARGUMENTS)
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

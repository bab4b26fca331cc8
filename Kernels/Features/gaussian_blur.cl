#pragma OPENCL FP_CONTRACT OFF
// gaussian_blur: separable, along x, then y, then z. sum over v ascending of fma(weight(v), pixel(v), sum), then one
// division by the sum of the weights (Sources/Features/README.md, Gaussian). Weights come from the host, so devices
// agree. The table of a job holds 2 * half_width + 1 weights.

#define ROW_VECTORS (BLOCK_VECTORS < 4 ? BLOCK_VECTORS : 4)

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
FEATURE_KERNEL(gaussian_rows)
{
    global const Job *group = jobs + first_job + 3 * (item.z / depth);
    const Job job = group[2];
    BLOCK_BEGIN(BLOCK_ROWS)
    int h[3];
    global const float *weights[3];
#pragma unroll
    for (int i = 0; i < 3; ++i) {
        h[i] = group[i].half_width;
        weights[i] = tables + group[i].table + max(h[i], 0);
    }
    // Behind the parts of the taps; where a blur is absent, the part of the next wider one goes on.
    const int ends[5] = {h[1] < 0 ? h[2] + 1 : -h[1], h[0] < 0 ? h[1] + 1 : -h[0], h[0] + 1, h[1] + 1, h[2] + 1};
    PLAIN_LOOP for (int row = from; row < to; ++row) {
        global const float *line = SRC_ROW(row, z);
        PLAIN_LOOP for (int x = first_x; x < last_x; x += ROW_VECTORS * LANES) {
            global const float *in = line + x;
            floats totals[3][ROW_VECTORS];
#pragma unroll
            for (int i = 0; i < 3; ++i)
#pragma unroll
                for (int k = 0; k < ROW_VECTORS; ++k) totals[i][k] = (floats)0.0f;
            // Each sum takes its taps in ascending order: first those that only the widest has, in the middle those that
            // all have, and outwards again.
            int v = -h[2];
            PLAIN_LOOP for (int part = 0; part < 5; ++part) {
                const int end = ends[part];
                if (part == 2)
                    row_taps(in, weights, v, end, 3, totals);
                else if (part == 1 || part == 3)
                    row_taps(in, weights, v, end, 2, totals);
                else
                    row_taps(in, weights, v, end, 1, totals);
                v = max(v, end);
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

// Along y.
FEATURE_KERNEL(gaussian_columns)
{
    const Job job = jobs[first_job + item.z / depth];
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

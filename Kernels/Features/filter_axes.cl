#pragma OPENCL FP_CONTRACT OFF
// One filter along x, y or z (sampled_filter.cl). option: 1 for a first derivative; along x, 2 more where src and src2
// are multiplied first.

// Along x.
FEATURE_KERNEL(filter_rows)
{
    FEATURE_BEGIN
    const int h = job.half_width;
    global const float *weights = tables + job.table;
    PLAIN_LOOP for (int row = from; row < to; ++row) {
        global const float *in = SRC_ROW(row, z), *in2 = SRC2_ROW(row, z);
        global float *out = DST_ROW(row, z);
#if LANES == 1
        out[first_x] = filtered_pixel(in, in2, first_x, width, weights, h, job.option);
#else
        PLAIN_LOOP for (int x = first_x; x < last_x; x += FILTER_VECTORS * LANES) {
            floats sums[FILTER_VECTORS];
            if (job.option & 2) {
#pragma unroll
                for (int k = 0; k < FILTER_VECTORS; ++k) {
                    global const float *p = in + x + k * LANES, *q = in2 + x + k * LANES;
                    sums[k] = (floats)weights[0] * (LOAD_ROW(p) * LOAD_ROW(q));
                    for (int j = 1; j <= h; ++j) {
                        const floats a = LOAD_ROW(p + j) * LOAD_ROW(q + j);
                        const floats b = LOAD_ROW(p - j) * LOAD_ROW(q - j);
                        sums[k] = fma(job.option & 1 ? a - b : a + b, (floats)weights[j], sums[k]);
                    }
                }
            } else {
#define BEFORE(j) (in + x - (j))
#define AFTER(j) (in + x + (j))
                FILTER_LINES(sums, in + x, BEFORE, AFTER, weights, h, job.option & 1)
#undef BEFORE
#undef AFTER
            }
#pragma unroll
            for (int k = 0; k < FILTER_VECTORS; ++k) STORE_ROW(sums[k], out + x + k * LANES);
        }
        // Where the filter reaches beyond the row, what lies there is not the mirrored row.
        PLAIN_LOOP for (int x = first_x; x < min(last_x, h); ++x)
            out[x] = filtered_pixel(in, in2, x, width, weights, h, job.option);
        PLAIN_LOOP for (int x = max(first_x, max(h, width - h)); x < last_x; ++x)
            out[x] = filtered_pixel(in, in2, x, width, weights, h, job.option);
#endif
        REPLICATE(out);
    }
}

// Along y.
FEATURE_KERNEL(filter_columns)
{
    const Job job = jobs[first_job + item.z / depth];
    BLOCK_BEGIN(TALL_ROWS)
    global const float *weights = tables + job.table;
    PLAIN_LOOP for (int x = first_x; x < last_x; x += FILTER_VECTORS * LANES)
        PLAIN_LOOP for (int row = from; row < to; ++row) {
            const Rows rows = rows_around(arena + job.src + x, job.src_ring, row, job.half_width, z, stride);
            global const float *centre = mirrored_row(rows, row, height, stride);
            global float *out = DST_ROW(row, z) + x;
            floats sums[FILTER_VECTORS];
#define BEFORE(j) mirrored_row(rows, row - (j), height, stride)
#define AFTER(j) mirrored_row(rows, row + (j), height, stride)
            FILTER_LINES(sums, centre, BEFORE, AFTER, weights, job.half_width, job.option & 1)
#undef BEFORE
#undef AFTER
#pragma unroll
            for (int k = 0; k < FILTER_VECTORS; ++k) STORE_ROW(sums[k], out + k * LANES);
        }
    for (int row = from; row < to; ++row) REPLICATE(DST_ROW(row, z));
}

// Along z.
FEATURE_KERNEL(filter_slices)
{
    FEATURE_BEGIN
    global const float *weights = tables + job.table;
    PLAIN_LOOP for (int row = from; row < to; ++row) {
        global float *out = DST_ROW(row, z);
        PLAIN_LOOP for (int x = first_x; x < last_x; x += FILTER_VECTORS * LANES) {
            floats sums[FILTER_VECTORS];
#define LINE(i) (ROW(job.src, job.src_ring, row, mirrored(i, depth)) + x)
#define BEFORE(j) LINE(z - (j))
#define AFTER(j) LINE(z + (j))
            FILTER_LINES(sums, LINE(z), BEFORE, AFTER, weights, job.half_width, job.option & 1)
#undef BEFORE
#undef AFTER
#undef LINE
#pragma unroll
            for (int k = 0; k < FILTER_VECTORS; ++k) STORE_ROW(sums[k], out + x + k * LANES);
        }
        REPLICATE(out);
    }
}

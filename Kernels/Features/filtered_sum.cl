#pragma OPENCL FP_CONTRACT OFF
// Two or three planes, each filtered along y or z (sampled_filter.cl), put together: option 0 (a + b) + c, 1 a - b,
// 2 sqrt((a * a + b * b) + c * c), 4 more along z. A job is two: the second has the third source, and `count` says
// whether there is one. The table has a filter behind the other: its half width, 1 for a first derivative, and its weights.

INLINE floats put_together(floats a, floats b, floats c, int rule, bool has_third)
{
    if (rule == 1) return a - b;
    if (rule == 0) return has_third ? (a + b) + c : a + b;
    const floats sum = a * a + b * b;
    return SQUARE_ROOT(has_third ? sum + c * c : sum);
}

FEATURE_KERNEL(filtered_sum)
{
    global const Job *pair = jobs + first_job + 2 * (item.z / depth);
    const Job job = pair[0];
    BLOCK_BEGIN(BLOCK_ROWS)
    PLAIN_LOOP for (int row = from; row < to; ++row) {
        global float *out = DST_ROW(row, z);
        PLAIN_LOOP for (int x = first_x; x < last_x; x += FILTER_VECTORS * LANES) {
            floats sums[3][FILTER_VECTORS];
            global const float *table = tables + job.table;
#pragma unroll
            for (int i = 0; i < 3; ++i) {
                if (i >= job.count) {
#pragma unroll
                    for (int k = 0; k < FILTER_VECTORS; ++k) sums[i][k] = (floats)0.0f;
                    continue;
                }
                const int half_width = (int)table[0], is_odd = (int)table[1];
                const long origin = i == 0 ? job.src : i == 1 ? job.src2 : pair[1].src;
                const int ring = i == 0 ? job.src_ring : i == 1 ? job.src2_ring : pair[1].src_ring;
                global const float *weights = table + 2;
                if (job.option & 4) {
#define LINE(i) (ROW(origin, ring, row, mirrored(i, depth)) + x)
#define BEFORE(j) LINE(z - (j))
#define AFTER(j) LINE(z + (j))
                    FILTER_LINES(sums[i], LINE(z), BEFORE, AFTER, weights, half_width, is_odd)
#undef BEFORE
#undef AFTER
#undef LINE
                } else {
                    const Rows rows = rows_around(arena + origin + x, ring, row, half_width, z, stride);
                    global const float *centre = mirrored_row(rows, row, height, stride);
#define BEFORE(j) mirrored_row(rows, row - (j), height, stride)
#define AFTER(j) mirrored_row(rows, row + (j), height, stride)
                    FILTER_LINES(sums[i], centre, BEFORE, AFTER, weights, half_width, is_odd)
#undef BEFORE
#undef AFTER
                }
                table = weights + half_width + 1;
            }
#pragma unroll
            for (int k = 0; k < FILTER_VECTORS; ++k)
                STORE_ROW(put_together(sums[0][k], sums[1][k], sums[2][k], job.option & 3, job.count > 2),
                      out + x + k * LANES);
        }
        REPLICATE(out);
    }
}

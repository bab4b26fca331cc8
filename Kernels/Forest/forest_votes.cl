#pragma OPENCL FP_CONTRACT OFF
// The exact votes of each pixel, and its class, from a forest program whose results are the numbers of leaves within
// their trees: s_k = float(double(s_k) + weight), tree by tree; class = first maximum. weights: for each block of
// classes the leaves of tree 0, of tree 1 …; first_leaves: where each tree begins. The sums lie in the scratch memory
// between ranks and slots, a block of classes after the other pixel's. With two outputs the second one is the number's
// high byte. Of averaged forests (forest_average.cl) the average takes the place of the votes; its totals lie behind the
// sums.
#if LANES > 1
INLINE void add_votes(local const uchar *slots, int count, global const int *restrict first_leaves,
                      global const double *restrict weights, global const int *restrict ends, local float *sums,
                      const int block, const int outputs, const int averaged)
{
    local float *totals = sums + TILE * block;
    for (int pixel = 0; pixel < TILE; pixel += 8 / block) {
        float8 sum = *(local float8 *)(sums + pixel * block), total;
        if (averaged) total = *(local float8 *)(totals + pixel * block);
        for (int i = 0; i < count; ++i) {
            local const uchar *low = slots + i * outputs * TILE + pixel;
            global const double *tree = weights + (long)first_leaves[i] * block;
            int leaf[4];
#pragma unroll
            for (int p = 0; p < 8 / block; ++p) leaf[p] = outputs == 1 ? low[p] : low[p] | low[TILE + p] << 8;
            const double8 weight = block == 2 ? (double8)(vload2(leaf[0], tree), vload2(leaf[1], tree),
                                                          vload2(leaf[2], tree), vload2(leaf[3], tree))
                                              : (double8)(vload4(leaf[0], tree), vload4(leaf[1], tree));
            sum = convert_float8(convert_double8(sum) + weight);
            if (averaged && ends[i] > 0) {
                total = with_forest_8(total, sum, ends[i]);
                sum = (float8)(0.0f);
            }
        }
        *(local float8 *)(sums + pixel * block) = sum;
        if (averaged) *(local float8 *)(totals + pixel * block) = total;
    }
}

#define VOTES_ARGUMENTS                                                                                              \
    FOREST_ARGUMENTS, global const uint *restrict operations, global const int4 *restrict segments,                  \
        int segment_count, global const int *restrict first_leaves, global const double *restrict weights,           \
        int leaf_count, int class_count, int tree_count, global const int *restrict ends,                            \
        global uchar *restrict classes, global float *restrict votes, long votes_plane,                              \
        local uchar *restrict scratch
#define VOTES_VALUES                                                                                                 \
    FOREST_VALUES, operations, segments, segment_count, first_leaves, weights, leaf_count, class_count, tree_count,  \
        ends, classes, votes, votes_plane, scratch

INLINE void vote(VOTES_ARGUMENTS, const int3 item, const int block, const int outputs, const int averaged)
{
    FOREST_BEGIN
    const int sum_count = TILE * block * (averaged ? 2 : 1);
    local float *sums = (local float *)(ranks + bin_count * TILE);
    local uchar *slots = (local uchar *)(sums + sum_count);
    local float *results = averaged ? sums + TILE * block : sums;
    for (int row = from; row < to; row += TILE_ROWS) {
        rank_tile(arena, inputs, stride, z, first_x, row, to, bins, bin_count, tables, ranks);
        float best[TILE];
        for (int first = 0; first < class_count; first += block) {
            for (int i = 0; i < sum_count; i += 16) *(local float16 *)(sums + i) = (float16)(0.0f);
            global const double *own = weights + (long)first * leaf_count;
            for (int i = 0, tree = 0; i < segment_count; ++i) {
                const int4 segment = segments[i];
                run_segment(operations, segment, scratch, (slots - scratch) / 8, outputs);
                add_votes(slots, segment.w, first_leaves + tree, own, ends + tree, sums, block, outputs, averaged);
                tree += segment.w;
            }
            if (averaged)
                for (int i = 0; i < TILE * block; i += 8) {
                    local float8 *total = (local float8 *)(results + i);
                    *total = quotients_8(*total, tree_count);
                }
            for (int y = row; y < min(row + TILE_ROWS, to); ++y) {
                const int tile_row = (y - row) * BLOCK_WIDTH, end = min(BLOCK_WIDTH, width - first_x);
                global uchar *number = classes + FOREST_PIXEL(y);
                for (int k = 0; k < block && first + k < class_count; ++k) {
                    global float *dst = votes + (first + k) * votes_plane + FOREST_PIXEL(y);
                    for (int x = 0; x < end; ++x) {
                        const float value = results[(tile_row + x) * block + k];
                        dst[x] = value;
                        if (first + k > 0 && !(best[tile_row + x] < value)) continue;
                        best[tile_row + x] = value;
                        number[x] = (uchar)(first + k + 1);
                    }
                }
            }
        }
    }
}

#define VOTES_KERNEL(name, block, outputs, averaged)        \
    OUTLINED_KERNEL(name, VOTES_ARGUMENTS, VOTES_VALUES)    \
    {                                                       \
        vote(VOTES_VALUES, item, block, outputs, averaged); \
    }

#endif

#pragma OPENCL FP_CONTRACT OFF
#define FOREST_STACK 40
// A random forest as data, several vectors of pixels at a time. Data and result are those of forest_walk; each tree
// is walked once for all pixels of the tile: a branch that no pixel takes is skipped, and where pixels part, the other
// branch waits on a stack with the mask of its pixels. Every pixel ends in exactly one leaf per tree, so its votes are
// summed in the same order as if it were alone. Trees deeper than FOREST_STACK, which the host defines, are left to
// forest_walk.
#if LANES > 1

// The pixels x … x + vectors * LANES - 1 of one row, of which `remaining` are inside the image.
static inline __attribute__((always_inline)) void blend_trees(
    global const float *restrict at, global const long2 *restrict origins, int stride, int row, int z, global const int4 *restrict nodes,
    global const int *restrict roots, global const double *restrict weights, int trees, int class_count,
    int class_stride, global uchar *restrict classes, global float *restrict votes, long votes_plane, int remaining,
    const int block, const int vectors)
{
    ints stacked[FOREST_STACK][4];
    int waiting[FOREST_STACK];
    floats best[4];
    ints best_class[4];
    for (int first = 0; first < class_count; first += block) {
        floats sums[4][4];
#pragma unroll
        for (int k = 0; k < block; ++k)
#pragma unroll
            for (int v = 0; v < vectors; ++v) sums[k][v] = (floats)0.0f;
        for (int tree = 0; tree < trees; ++tree) {
            doubles leaf[4][4];
            ints mask[4];
#pragma unroll
            for (int v = 0; v < vectors; ++v) {
                mask[v] = (ints)(-1);
#pragma unroll
                for (int k = 0; k < block; ++k) leaf[k][v] = (doubles)0.0;
            }
            int depth = 0, index = roots[tree];
            for (;;) {
                const int4 node = nodes[index];
                if (node.x < 0) {
                    global const double *weight = weights + (long)node.z * class_stride + first;
#pragma unroll
                    for (int v = 0; v < vectors; ++v) {
                        const long16 here = convert_long16(mask[v]);
#pragma unroll
                        for (int k = 0; k < block; ++k) leaf[k][v] = here ? (doubles)weight[k] : leaf[k][v];
                    }
                    if (depth == 0) break;
                    --depth;
                    index = waiting[depth];
#pragma unroll
                    for (int v = 0; v < vectors; ++v) mask[v] = stacked[depth][v];
                    continue;
                }
                global const float *feature = at + origins[node.x].x + (z * origins[node.x].y + row % origins[node.x].y) * stride;
                const floats threshold = (floats)as_float(node.y);
                ints less[4], other[4];
                ints any_less = (ints)0, any_other = (ints)0;
#pragma unroll
                for (int v = 0; v < vectors; ++v) {
                    const ints is_less = LOAD(feature + v * LANES) < threshold;
                    less[v] = mask[v] & is_less;
                    other[v] = mask[v] & ~is_less;
                    any_less |= less[v];
                    any_other |= other[v];
                }
                if (any(any_less)) {
                    if (any(any_other)) {
                        waiting[depth] = node.w;
#pragma unroll
                        for (int v = 0; v < vectors; ++v) stacked[depth][v] = other[v];
                        ++depth;
                    }
                    index = node.z;
#pragma unroll
                    for (int v = 0; v < vectors; ++v) mask[v] = less[v];
                } else {
                    index = node.w;
                }
            }
#pragma unroll
            for (int k = 0; k < block; ++k)
#pragma unroll
                for (int v = 0; v < vectors; ++v) sums[k][v] = FLOATS(DOUBLES(sums[k][v]) + leaf[k][v]);
        }
#pragma unroll
        for (int k = 0; k < block; ++k) {
            if (first + k >= class_count) break;
#pragma unroll
            for (int v = 0; v < vectors; ++v) {
                const ints wins = first + k == 0 ? (ints)(-1) : best[v] < sums[k][v];
                best[v] = wins ? sums[k][v] : best[v];
                best_class[v] = wins ? (ints)(first + k + 1) : best_class[v];
                if (votes_plane == 0) continue;
                float lanes[LANES];
                STORE(sums[k][v], lanes);
                for (int i = 0; i < LANES && v * LANES + i < remaining; ++i)
                    votes[(first + k) * votes_plane + v * LANES + i] = lanes[i];
            }
        }
    }
#pragma unroll
    for (int v = 0; v < vectors; ++v) {
        uchar lanes[LANES];
        vstore16(convert_uchar16(best_class[v]), 0, lanes);
        for (int i = 0; i < LANES && v * LANES + i < remaining; ++i) classes[v * LANES + i] = lanes[i];
    }
}

#define BLEND_KERNEL(name, block, vectors)                                                                           \
    kernel void name(global const float *restrict planes, global const long2 *restrict origins, int stride, int width, \
                     int depth, int strip_from, int strip_to, global const int4 *restrict nodes, global const int *restrict roots,                \
                     global const double *restrict weights, int trees, int class_count, int class_stride,             \
                     global uchar *restrict classes, global float *restrict votes, long votes_plane)                  \
    {                                                                                                                 \
        const int first_x = get_global_id(0) * BLOCK_WIDTH;                                                           \
        const int last_x = min(first_x + BLOCK_WIDTH, width);                                                         \
        const int z = get_global_id(2), from = strip_from + get_global_id(1) * BLOCK_ROWS;                                                               \
        const int to = min(from + BLOCK_ROWS, strip_to);                                                               \
        for (int row = from; row < to; ++row)                                                                         \
            for (int x = first_x; x < last_x; x += LANES * vectors) {                                                 \
                const long pixel = ((long)z * (strip_to - strip_from) + row - strip_from) * width + x;                                                             \
                blend_trees(planes + x, origins, stride, row, z, nodes, roots, weights, trees, class_count,      \
                            class_stride, classes + pixel, votes + pixel, votes_plane, width - x, block, vectors);    \
            }                                                                                                         \
    }

BLEND_KERNEL(forest_blend_2, 2, 4)
BLEND_KERNEL(forest_blend_4, 4, 2)
#endif

#pragma OPENCL FP_CONTRACT OFF
// A random forest as data, one pixel at a time: for GPUs, where pixels do not share work, and for forests too large
// for a program. Node = (feature, threshold bits, node if feature < threshold, else node); a leaf = (0, its row of
// weights, itself, itself). Root = (node, splits from it to its deepest leaf).
// votes: s_k = float(double(s_k) + weight), tree by tree; class = first maximum. Of averaged forests (forest_average.cl)
// the average takes the place of the votes.
#define VOTES_BLOCK 4

// What the trees give the classes first_class … first_class + 3 for the pixel (x, row) of slice z.
INLINE void walk_trees(global const float *restrict arena, global const long2 *restrict inputs, int stride,
                       int x, int row, int z, global const int4 *restrict nodes,
                       global const int2 *restrict roots, int tree_count,
                       global const double *restrict weights, int class_stride, int first_class,
                       global const int *restrict ends, float *votes, const int averaged)
{
    float totals[VOTES_BLOCK];
    for (int k = 0; k < VOTES_BLOCK; ++k) votes[k] = totals[k] = 0.0f;
    for (int tree = 0; tree < tree_count; ++tree) {
        int4 node = nodes[roots[tree].x];
        while (node.z != node.w) {
            const long2 input = inputs[node.x];
            const int ring = (int)input.y;
            const float value = arena[input.x + ((long)z * ring + row % ring) * stride + x];
            // The comparison is false for NaN, which therefore goes to the other branch, as in the reference.
            node = nodes[value < as_float(node.y) ? node.z : node.w];
        }
        global const double *weight = weights + (long)node.y * class_stride + first_class;
        for (int k = 0; k < VOTES_BLOCK; ++k) votes[k] = (float)((double)votes[k] + weight[k]);
        if (averaged && ends[tree] > 0)
            for (int k = 0; k < VOTES_BLOCK; ++k) {
                totals[k] = with_forest(totals[k], votes[k], ends[tree]);
                votes[k] = 0.0f;
            }
    }
    if (averaged)
        for (int k = 0; k < VOTES_BLOCK; ++k) votes[k] = quotient(totals[k], tree_count);
}

#define WALK_ARGUMENTS                                                                                                \
    global const float *restrict arena, global const long2 *restrict inputs, int stride, int width, int depth,        \
        int strip_from, int strip_to, global const int4 *restrict nodes, global const int2 *restrict roots,           \
        int tree_count, global const double *restrict weights, int class_count, int class_stride,                     \
        global const int *restrict ends, global uchar *restrict classes, global float *restrict votes,                \
        long votes_plane
#define WALK_VALUES                                                                                                   \
    arena, inputs, stride, width, depth, strip_from, strip_to, nodes, roots, tree_count, weights, class_count,        \
        class_stride, ends, classes, votes, votes_plane

INLINE void walk(WALK_ARGUMENTS, const int3 item, const int averaged)
{
    const int first_x = item.x * BLOCK_WIDTH;
    const int last_x = min(first_x + BLOCK_WIDTH, width);
    const int from = strip_from + item.y * BLOCK_ROWS;
    const int to = min(from + BLOCK_ROWS, strip_to);
    const int z = item.z;
    for (int row = from; row < to; ++row) {
        for (int x = first_x; x < last_x; ++x) {
            const long pixel = ((long)z * (strip_to - strip_from) + row - strip_from) * width + x;
            float best = 0.0f;
            int best_class = 1;
            for (int first = 0; first < class_count; first += VOTES_BLOCK) {
                float block[VOTES_BLOCK];
                walk_trees(arena, inputs, stride, x, row, z, nodes, roots, tree_count, weights, class_stride, first,
                           ends, block, averaged);
                for (int k = 0; k < VOTES_BLOCK && first + k < class_count; ++k) {
                    if (first + k == 0) best = block[0];
                    if (best < block[k]) {
                        best = block[k];
                        best_class = first + k + 1;
                    }
                    if (votes_plane > 0) votes[(first + k) * votes_plane + pixel] = block[k];
                }
            }
            classes[pixel] = (uchar)best_class;
        }
    }
}

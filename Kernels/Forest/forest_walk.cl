#pragma OPENCL FP_CONTRACT OFF
// A random forest as data, one pixel at a time: for forests of any depth, and for GPUs, where pixels do not share
// work. Node = (feature, threshold bits, node if feature < threshold, else node); a leaf has feature -1 and its row of
// weights in the third place. votes: s_k = float(double(s_k) + weight), tree by tree; class = first maximum.
#define FOREST_BLOCK 4

// Adds the votes of the classes first_class … first_class + 3 for the pixel at `at` to `votes`.
static inline void walk_trees(global const float *restrict planes, global const long2 *restrict origins, int stride, int row, int z, int x,
                              global const int4 *restrict nodes, global const int *restrict roots,
                              global const double *restrict weights, int trees, int class_stride, int first_class,
                              float *votes)
{
    for (int k = 0; k < FOREST_BLOCK; ++k) votes[k] = 0.0f;
    for (int tree = 0; tree < trees; ++tree) {
        int4 node = nodes[roots[tree]];
        // The comparison is false for NaN, which therefore goes to the other branch, as in the reference.
        while (node.x >= 0) node = nodes[planes[origins[node.x].x + (z * origins[node.x].y + row % origins[node.x].y) * stride + x] < as_float(node.y) ? node.z : node.w];
        global const double *weight = weights + (long)node.z * class_stride + first_class;
        for (int k = 0; k < FOREST_BLOCK; ++k) votes[k] = (float)((double)votes[k] + weight[k]);
    }
}

kernel void forest_walk(global const float *restrict planes, global const long2 *restrict origins, int stride,
                        int width, int depth, int strip_from, int strip_to, global const int4 *restrict nodes, global const int *restrict roots,
                        global const double *restrict weights, int trees, int class_count, int class_stride,
                        global uchar *restrict classes, global float *restrict votes, long votes_plane)
{
    const int first_x = get_global_id(0) * BLOCK_WIDTH;
    const int last_x = min(first_x + BLOCK_WIDTH, width);
    const int z = get_global_id(2);
    const int from = strip_from + get_global_id(1) * BLOCK_ROWS;
    const int to = min(from + BLOCK_ROWS, strip_to);
    for (int row = from; row < to; ++row) {
        for (int x = first_x; x < last_x; ++x) {
            const long pixel = ((long)z * (strip_to - strip_from) + row - strip_from) * width + x;
            float best = 0.0f;
            int best_class = 1;
            for (int first = 0; first < class_count; first += FOREST_BLOCK) {
                float block[FOREST_BLOCK];
                walk_trees(planes, origins, stride, row, z, x, nodes, roots, weights, trees, class_stride, first, block);
                for (int k = 0; k < FOREST_BLOCK && first + k < class_count; ++k) {
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

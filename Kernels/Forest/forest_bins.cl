#pragma OPENCL FP_CONTRACT OFF
// The ranks of feature values among the thresholds that a forest compares them with, as bytes: x < thresholds[i] is
// rank(x) <= i, exactly. rank = number of thresholds that x is not below, so that NaN, which is below nothing, has the
// highest. A feature with more than 255 thresholds has several bins, each with a part of them.
#if LANES > 1
// As many bytes as a vector of float32 has.
#define BYTES (4 * LANES)
typedef uchar bytes __attribute__((ext_vector_type(BYTES)));

// A tile: what is evaluated at once, TILE_ROWS rows of a block.
#define TILE_ROWS 4
#define TILE (TILE_ROWS * BLOCK_WIDTH)

// The thresholds of one bin; ForestBins.swift has the same fields. The rest lies in `tables`, an array of floats.
typedef struct {
    int input, count;
    // A search tree of 1 << steps places, 1 being the root and 2 h and 2 h + 1 the branches of h; thresholds that are
    // missing are infinite.
    int steps, tree;
    // Buckets of equal width: (x - low) * scale, NaN being in the last one. Each has three thresholds and (the bits of)
    // the rank of a value that is below none of them. `extras` are thresholds whose bucket was full.
    float low, scale;
    int buckets, table, extra_count, extras, unused, unused2;
} Bin;

// What the kernels of forest programs have in common. inputs: origin and ring rows of each of the forest's features.
// The grid: blocks of columns, blocks of rows, slices. scratch: the constants, 64 bytes each; the ranks, TILE bytes a
// bin; then what the kernel says.
#define FOREST_ARGUMENTS                                                                                       \
    global const float *restrict arena, global const long2 *restrict inputs, int stride, int width, int depth, \
    int strip_from, int strip_to, global const Bin *restrict bins, int bin_count,                              \
    global const float *restrict tables, global const uint *restrict constants, int constant_count
#define FOREST_VALUES                                                                                          \
    arena, inputs, stride, width, depth, strip_from, strip_to, bins, bin_count, tables, constants, constant_count

#define FOREST_BEGIN                                                                                          \
    const int first_x = item.x * BLOCK_WIDTH;                                                                 \
    const int from = strip_from + item.y * BLOCK_ROWS;                                                        \
    const int to = min(from + BLOCK_ROWS, strip_to);                                                          \
    const int z = item.z;                                                                                     \
    if (first_x >= width || from >= to) return;                                                               \
    for (int i = 0; i < constant_count; ++i) *(local uint16 *)(scratch + 64 * i) = (uint16)(constants[i]);    \
    local uchar *ranks = scratch + 64 * constant_count;

// Where the pixel (first_x, row) is written, in elements.
#define FOREST_PIXEL(row) (((long)z * (strip_to - strip_from) + (row) - strip_from) * width + first_x)
#endif

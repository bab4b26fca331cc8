#pragma OPENCL FP_CONTRACT OFF
// The ranks of feature values among the thresholds that a forest compares them with, as bytes: x < thresholds[i] is
// rank(x) <= i, exactly. rank = number of thresholds that x is not below, so that NaN, which is below nothing, has the
// highest. A feature with more than 255 thresholds has several bins, each with a part of them.
//
// Bin = (input, thresholds, steps, first vector of its search tree). The tree has 1 << steps places, 1 being the root
// and 2 h and 2 h + 1 the branches of h; thresholds that are missing are infinite.
#if LANES > 1
typedef uchar uchar64 __attribute__((ext_vector_type(64)));

// A tile: what is evaluated at once, TILE_ROWS rows of a block.
#define TILE_ROWS 4
#define TILE (TILE_ROWS * BLOCK_WIDTH)

// What the kernels of forest programs have in common. inputs: origin and ring rows of each of the forest's features.
// The grid: blocks of columns, blocks of rows, slices. scratch: the constants, 64 bytes each; the ranks, TILE bytes a
// bin; then what the kernel says.
#define FOREST_ARGUMENTS                                                                                       \
    global const float *restrict arena, global const long2 *restrict inputs, int stride, int width, int depth, \
    int strip_from, int strip_to, global const int4 *restrict bins, int bin_count,                             \
    global const float16 *restrict trees, global const uint *restrict constants, int constant_count

#define FOREST_BEGIN                                                                                          \
    const int first_x = (int)get_global_id(0) * BLOCK_WIDTH;                                                  \
    const int from = strip_from + (int)get_global_id(1) * BLOCK_ROWS;                                         \
    const int to = min(from + BLOCK_ROWS, strip_to);                                                          \
    const int z = get_global_id(2);                                                                           \
    if (first_x >= width || from >= to) return;                                                               \
    for (int i = 0; i < constant_count; ++i) *(local uint16 *)(scratch + 64 * i) = (uint16)(constants[i]);    \
    local uchar *ranks = scratch + 64 * constant_count;

// Where the pixel (first_x, row) is written, in elements.
#define FOREST_PIXEL(row) (((long)z * (strip_to - strip_from) + (row) - strip_from) * width + first_x)

// The places of 16 values in the tree's last level, less its width.
INLINE uchar16 rank_values(float16 values, global const float16 *restrict tree, const float16 *restrict copy,
                           const int steps)
{
    int16 place = (int16)(1);
#pragma unroll
    for (int step = 0; step < steps; ++step) {
        float16 t;
#ifdef __AVX512F__
        // A level of up to 32 thresholds is looked up in one or two registers; of more, in several pairs of them.
#define PAIR(i) __builtin_ia32_vpermi2varps512(copy[i], place, copy[(i) + 1])
        if (step < 4) t = __builtin_ia32_permvarsf512(copy[0], place);
        else if (step == 4) t = __builtin_ia32_permvarsf512(copy[1], place);
        else if (step == 5) t = PAIR(2);
        else if (step == 6) t = (place & 32) != 0 ? PAIR(6) : PAIR(4);
        else {
            const float16 low = (place & 32) != 0 ? PAIR(10) : PAIR(8);
            const float16 high = (place & 32) != 0 ? PAIR(14) : PAIR(12);
            t = (place & 64) != 0 ? high : low;
        }
#else
        global const float *p = (global const float *)tree;
        const int16 i = place;
        t = (float16)(p[i.s0], p[i.s1], p[i.s2], p[i.s3], p[i.s4], p[i.s5], p[i.s6], p[i.s7], p[i.s8], p[i.s9],
                      p[i.sa], p[i.sb], p[i.sc], p[i.sd], p[i.se], p[i.sf]);
#endif
        place = place + place + (values < t ? (int16)(0) : (int16)(1));
    }
    return convert_uchar16(place - (1 << steps));
}

INLINE void rank_bin(global const float *const *rows, global const float16 *restrict tree, int count,
                     local uchar *restrict dst, const int steps)
{
    float16 copy[16];
#ifdef __AVX512F__
#pragma unroll
    for (int i = 0; i < (1 << steps) / 16; ++i) copy[i] = tree[i];
#endif
    for (int row = 0; row < TILE_ROWS; ++row)
        for (int x = 0; x < BLOCK_WIDTH; x += 16) {
            const uchar16 rank = rank_values(vload16(0, rows[row] + x), tree, copy, steps);
            *(local uchar16 *)(dst + row * BLOCK_WIDTH + x) = min(rank, (uchar16)((uchar)count));
        }
}

// Ranks the tile whose first pixel is (first_x, first_row); rows from `to` on repeat the one before.
INLINE void rank_tile(global const float *restrict arena, global const long2 *restrict inputs, int stride, int z,
                      int first_x, int first_row, int to, global const int4 *restrict bins, int bin_count,
                      global const float16 *restrict trees, local uchar *restrict dst)
{
    for (int i = 0; i < bin_count; ++i, dst += TILE) {
        const int4 bin = bins[i];
        const int ring = (int)inputs[bin.x].y;
        global const float *plane = arena + inputs[bin.x].x + (long)z * ring * stride + first_x;
        global const float *rows[TILE_ROWS];
#pragma unroll
        for (int row = 0; row < TILE_ROWS; ++row)
            rows[row] = plane + (long)(min(first_row + row, to - 1) % ring) * stride;
        global const float16 *tree = trees + bin.w;
        switch (bin.z) {
        case 4: rank_bin(rows, tree, bin.y, dst, 4); break;
        case 5: rank_bin(rows, tree, bin.y, dst, 5); break;
        case 6: rank_bin(rows, tree, bin.y, dst, 6); break;
        case 7: rank_bin(rows, tree, bin.y, dst, 7); break;
        default: rank_bin(rows, tree, bin.y, dst, 8); break;
        }
    }
}
#endif

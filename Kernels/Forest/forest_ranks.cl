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

#if defined(__AVX512F__) && LANES == 16
// Looks thresholds up in registers, level by level of the search tree: up to 32 in one or two of them, more in several
// pairs. The result is the places of 16 values in the tree's last level, less its width.
INLINE uchar16 rank_values(float16 values, const float16 *restrict copy, const int steps)
{
    int16 place = (int16)(1);
#pragma unroll
    for (int step = 0; step < steps; ++step) {
        float16 t;
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
        place = place + place + (values < t ? (int16)(0) : (int16)(1));
    }
    return convert_uchar16(place - (1 << steps));
}

INLINE void rank_by_tree(global const float *const *rows, global const float *restrict tables, Bin bin,
                         local uchar *restrict dst, const int steps)
{
    global const float16 *tree = (global const float16 *)(tables + bin.tree);
    float16 copy[16];
#pragma unroll
    for (int i = 0; i < (1 << steps) / 16; ++i) copy[i] = tree[i];
    for (int row = 0; row < TILE_ROWS; ++row)
        for (int x = 0; x < BLOCK_WIDTH; x += 16) {
            const uchar16 rank = rank_values(vload16(0, rows[row] + x), copy, steps);
            *(local uchar16 *)(dst + row * BLOCK_WIDTH + x) = min(rank, (uchar16)((uchar)bin.count));
        }
}

INLINE void rank_bin(global const float *const *rows, global const float *restrict tables, Bin bin,
                     local uchar *restrict dst)
{
    switch (bin.steps) {
    case 4: rank_by_tree(rows, tables, bin, dst, 4); break;
    case 5: rank_by_tree(rows, tables, bin, dst, 5); break;
    case 6: rank_by_tree(rows, tables, bin, dst, 6); break;
    case 7: rank_by_tree(rows, tables, bin, dst, 7); break;
    default: rank_by_tree(rows, tables, bin, dst, 8); break;
    }
}
#else
// Where registers are too narrow for that: a look into the buckets, which do not decrease with x, and three comparisons.
// Eight pixels at a time, in groups: their entries are loaded one by one and transposed.
#define GROUP 4
#define FIRSTS(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define SECONDS(a, b) __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define LOWS(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGHS(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)

// `offsets` are those of the entries, in bytes.
INLINE int8 look_up(global const char *restrict table, const uint *offsets, float8 v)
{
#define ENTRY(i) (*(global const float4 *)(table + offsets[i]))
    const float8 a = (float8)(ENTRY(0), ENTRY(4)), b = (float8)(ENTRY(1), ENTRY(5));
    const float8 c = (float8)(ENTRY(2), ENTRY(6)), d = (float8)(ENTRY(3), ENTRY(7));
    const float8 ab = FIRSTS(a, b), cd = FIRSTS(c, d), ab2 = SECONDS(a, b), cd2 = SECONDS(c, d);
    return as_int8(HIGHS(ab2, cd2)) + ((v < LOWS(ab, cd)) + (v < HIGHS(ab, cd)) + (v < LOWS(ab2, cd2)));
}

INLINE void rank_bin(global const float *const *rows, global const float *restrict tables, Bin bin,
                     local uchar *restrict dst)
{
    global const char *table = (global const char *)(tables + bin.table);
    global const float *extras = tables + bin.extras;
    const float8 last = (float8)(float)(bin.buckets - 1);
    for (int row = 0; row < TILE_ROWS; ++row, dst += BLOCK_WIDTH)
        for (int x = 0; x < BLOCK_WIDTH; x += GROUP * 8) {
            uint offsets[GROUP * 8];
            float8 v[GROUP];
            int8 rank[GROUP];
#pragma unroll
            for (int k = 0; k < GROUP; ++k) {
                v[k] = vload8(k, rows[row] + x);
                float8 place = (v[k] - bin.low) * bin.scale;
                place = place < last ? place : last;
                place = place > 0.0f ? place : (float8)(0.0f);
                vstore8(as_uint8(convert_int8_rtz(place) << 4), k, offsets);
                rank[k] = (int8)(bin.extra_count);
            }
            for (int i = 0; i < bin.extra_count; ++i)
#pragma unroll
                for (int k = 0; k < GROUP; ++k) rank[k] += v[k] < extras[i];
#pragma unroll
            for (int k = 0; k < GROUP; ++k)
                *(local ulong *)(dst + x + 8 * k) =
                    as_ulong(convert_uchar8(rank[k] + look_up(table, offsets + 8 * k, v[k])));
        }
}
#endif

// Ranks the tile whose first pixel is (first_x, first_row); rows from `to` on repeat the one before.
INLINE void rank_tile(global const float *restrict arena, global const long2 *restrict inputs, int stride, int z,
                      int first_x, int first_row, int to, global const Bin *restrict bins, int bin_count,
                      global const float *restrict tables, local uchar *restrict dst)
{
    global const float *next[TILE_ROWS];
    for (int i = -1; i < bin_count; ++i) {
        global const float *rows[TILE_ROWS];
#pragma unroll
        for (int row = 0; row < TILE_ROWS; ++row) rows[row] = next[row];
        // The pixels of a bin are fetched while those of the one before are ranked.
        if (i + 1 < bin_count) {
            const long2 input = inputs[bins[i + 1].input];
            global const float *plane = arena + input.x + (long)z * input.y * stride + first_x;
            for (int row = 0; row < TILE_ROWS; ++row) {
                next[row] = plane + (long)(min(first_row + row, to - 1) % (int)input.y) * stride;
                for (int x = 0; x < BLOCK_WIDTH; x += 16) PREFETCH(next[row] + x);
            }
        }
        if (i >= 0) rank_bin(rows, tables, bins[i], dst + i * TILE);
    }
}
#endif

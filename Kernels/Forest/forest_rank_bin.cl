#pragma OPENCL FP_CONTRACT OFF
// The ranks of a tile among the thresholds of one bin (forest_bins.cl).
#if LANES > 1
// The elements of one register, or of two, that `places` name.
#if LANES == 16 && defined(__AVX512F__)
#define BY_TREE
#define PICK(table, places) __builtin_ia32_permvarsf512(table, places)
#define PICK_OF_TWO(low, places, high) __builtin_ia32_vpermi2varps512(low, places, high)
#elif LANES == 16 && defined(EMULATED_PERMUTES)
// For tests on processors that do not have them.
#define BY_TREE
INLINE float16 pick(const float16 low, const float16 high, const int16 places, const int mask)
{
    float elements[32], picked[16];
    int place[16];
    vstore16(low, 0, elements);
    vstore16(high, 1, elements);
    vstore16(places, 0, place);
    for (int i = 0; i < 16; ++i) picked[i] = elements[place[i] & mask];
    return vload16(0, picked);
}
#define PICK(table, places) pick(table, table, places, 15)
#define PICK_OF_TWO(low, places, high) pick(low, high, places, 31)
#endif

#ifdef BY_TREE
// Looks thresholds up in registers, level by level of the search tree: up to 32 in one or two of them, more in several
// pairs. The result is the places of 16 values in the tree's last level, less its width.
INLINE uchar16 rank_values(float16 values, const float16 *restrict copy, const int steps)
{
    int16 place = (int16)(1);
#pragma unroll
    for (int step = 0; step < steps; ++step) {
        float16 t;
#define PAIR(i) PICK_OF_TWO(copy[i], place, copy[(i) + 1])
        if (step < 4) t = PICK(copy[0], place);
        else if (step == 4) t = PICK(copy[1], place);
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

OUTLINED void rank_bin(global const float *const *rows, global const float *restrict tables, Bin bin,
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

OUTLINED void rank_bin(global const float *const *rows, global const float *restrict tables, Bin bin,
                     local uchar *restrict dst)
{
    global const char *table = (global const char *)(tables + bin.table);
    global const float *extras = tables + bin.extras;
    const float8 last = (float8)(float)(bin.buckets - 1);
    PLAIN_LOOP for (int row = 0; row < TILE_ROWS; ++row, dst += BLOCK_WIDTH)
        PLAIN_LOOP for (int x = 0; x < BLOCK_WIDTH; x += GROUP * 8) {
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
            PLAIN_LOOP for (int i = 0; i < bin.extra_count; ++i)
#pragma unroll
                for (int k = 0; k < GROUP; ++k) rank[k] += v[k] < extras[i];
#pragma unroll
            for (int k = 0; k < GROUP; ++k)
                *(local ulong *)(dst + x + 8 * k) =
                    as_ulong(convert_uchar8(rank[k] + look_up(table, offsets + 8 * k, v[k])));
        }
}
#endif
#endif

#pragma OPENCL FP_CONTRACT OFF
// The class of each pixel from a forest program: for each class but the first, the trees' votes for it less their
// votes for the first class, quantised to bytes in one unit for the forest and summed in 16 bits. offsets[k] + sum_k
// (sum_0 = 0) then differs from the exact votes by so little that the greatest decides wherever it leads by `limit`
// or more; all other pixels, ties among them, are decided by exact_classes. The outputs of a program are the classes
// 1 + pass * outputs …; operations of one pass take pass_words words.
#if LANES > 1
typedef ushort ushort32 __attribute__((ext_vector_type(32)));
typedef uchar64 packed64 __attribute__((aligned(1)));

// Sums of the even and the odd bytes' pixels: entry 2 v is even + 256 * odd (modulo 65536), entry 2 v + 1 odd.
INLINE void sum_slots(local const uchar *slots, int count, ushort32 *sums, const int outputs)
{
    for (int v = 0; v < TILE_VECTORS * outputs; ++v) {
        ushort32 both = sums[2 * v], odd = sums[2 * v + 1];
        for (int i = 0; i < count; ++i) {
            const uchar64 bytes = bytes_at(slots + i * outputs * TILE + v * 64);
            const ushort32 words = __builtin_astype(bytes, ushort32);
            both += words;
            odd += words >> (ushort32)(8);
        }
        sums[2 * v] = both;
        sums[2 * v + 1] = odd;
    }
}

// Appends the pixels whose byte is not 0 to `list`, the first one being number `first`.
INLINE int list_pixels(ushort32 bytes, int first, int count, int remaining, ushort *list)
{
    ulong words[8] __attribute__((aligned(64)));
    *(ushort32 *)words = bytes;
    for (int i = 0; i < 8; ++i)
        for (ulong word = words[i]; word != 0; word &= word - 1) {
            const int lane = i * 8 + (63 - (int)clz(word & -word)) / 8;
            if (lane < remaining) list[count++] = (ushort)(first + lane);
        }
    return count;
}

INLINE void classify(FOREST_ARGUMENTS, global const uint *restrict operations, int pass_words, int pass_count,
                     global const int4 *restrict segments, int segment_count, global const int *restrict offsets,
                     int limit, global const int4 *restrict nodes, global const int2 *restrict roots, int tree_count,
                     global const double *restrict weights, int class_count, int class_stride, int input_count,
                     global uchar *restrict classes, local uchar *restrict scratch, const int outputs)
{
    FOREST_BEGIN
    local uchar *slots = ranks + bin_count * TILE;
    ushort list[BLOCK_ROWS * BLOCK_WIDTH + EXACT_PIXELS];
    int count = 0;
    for (int row = from; row < to; row += TILE_ROWS) {
        rank_tile(arena, inputs, stride, z, first_x, row, to, bins, bin_count, trees, ranks);
        ushort32 best[2 * TILE_VECTORS], second[2 * TILE_VECTORS], number[2 * TILE_VECTORS];
        for (int v = 0; v < 2 * TILE_VECTORS; ++v) {
            best[v] = (ushort32)((ushort)offsets[0]);
            second[v] = (ushort32)(0);
            number[v] = (ushort32)(1);
        }
        for (int pass = 0; pass < pass_count; ++pass) {
            ushort32 sums[4 * TILE_VECTORS];
            for (int v = 0; v < 2 * TILE_VECTORS * outputs; ++v) sums[v] = (ushort32)(0);
            for (int i = 0; i < segment_count; ++i) {
                const int4 segment = segments[i];
                run_segment(operations + (long)pass * pass_words, segment, scratch, (slots - scratch) / 8, outputs);
                sum_slots(slots, segment.w, sums, outputs);
            }
            for (int k = 0; k < outputs && 1 + pass * outputs + k < class_count; ++k) {
                const int class_index = 1 + pass * outputs + k;
                const ushort32 offset = (ushort32)((ushort)offsets[class_index]);
                const ushort32 *sum = sums + k * 2 * TILE_VECTORS;
                for (int v = 0; v < 2 * TILE_VECTORS; ++v) {
                    const ushort32 even = v % 2 == 0 ? sum[v + 1] << (ushort32)(8) : (ushort32)(0);
                    const ushort32 own = offset + sum[v] - even;
                    const ushort32 lower = best[v] < own ? best[v] : own;
                    second[v] = second[v] < lower ? lower : second[v];
                    number[v] = best[v] < own ? (ushort32)((ushort)(class_index + 1)) : number[v];
                    best[v] = best[v] < own ? own : best[v];
                }
            }
        }
        const ushort32 least = (ushort32)((ushort)limit);
        for (int v = 0; v < TILE_VECTORS; ++v) {
            const int y = row + v * 64 / BLOCK_WIDTH, x = v * 64 % BLOCK_WIDTH, remaining = width - first_x - x;
            if (y >= to || remaining <= 0) continue;
            global uchar *dst = classes + FOREST_PIXEL(y) + x;
            const uchar64 result =
                __builtin_astype(number[2 * v] | number[2 * v + 1] << (ushort32)(8), uchar64);
            if (remaining >= 64) {
                *(global packed64 *)dst = result;
            } else {
                uchar lanes[64] __attribute__((aligned(64)));
                *(uchar64 *)lanes = result;
                for (int i = 0; i < remaining; ++i) dst[i] = lanes[i];
            }
            const ushort32 even = best[2 * v] - second[2 * v] < least ? (ushort32)(1) : (ushort32)(0);
            const ushort32 odd = best[2 * v + 1] - second[2 * v + 1] < least ? (ushort32)(0x100) : (ushort32)(0);
            count = list_pixels(even | odd, (y - from) * BLOCK_WIDTH + x, count, remaining, list);
        }
    }
    exact_classes(arena, inputs, input_count, stride, z, first_x, from, list, count, nodes, roots, tree_count, weights,
                  class_count, class_stride, classes + FOREST_PIXEL(from), width, (local float *)scratch);
}

#define PROGRAM_KERNEL(name, outputs)                                                                                  \
    kernel void name(FOREST_ARGUMENTS, global const uint *restrict operations, int pass_words, int pass_count,         \
                     global const int4 *restrict segments, int segment_count, global const int *restrict offsets,      \
                     int limit, global const int4 *restrict nodes, global const int2 *restrict roots, int tree_count,  \
                     global const double *restrict weights, int class_count, int class_stride, int input_count,        \
                     global uchar *restrict classes, local uchar *restrict scratch)                                    \
    {                                                                                                                  \
        classify(arena, inputs, stride, width, depth, strip_from, strip_to, bins, bin_count, trees, constants,         \
                 constant_count, operations, pass_words, pass_count, segments, segment_count, offsets, limit, nodes,   \
                 roots, tree_count, weights, class_count, class_stride, input_count, classes, scratch, outputs);       \
    }

PROGRAM_KERNEL(forest_program_1, 1)
PROGRAM_KERNEL(forest_program_2, 2)
#endif

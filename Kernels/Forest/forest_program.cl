#pragma OPENCL FP_CONTRACT OFF
// The class of each pixel from a forest program: for each class but the first, the trees' votes for it less their
// votes for the first class, quantised to bytes in one unit for the forest and summed in 16 bits. offsets[k] + sum_k
// (sum_0 = 0) then differs from the exact votes by so little that the greatest decides wherever it leads by `limit`
// or more; all other pixels, ties among them, are decided by exact_classes. Of averaged forests the limit covers what
// averaging rounds too (QuantisedVotes.swift has the proof), and exact_averages decides. The outputs of a program are
// the classes 1 + pass * outputs …; operations of one pass take pass_words words.
#if LANES > 1
typedef ushort words __attribute__((ext_vector_type(BYTES / 2)));
typedef bytes unaligned_bytes __attribute__((aligned(1)));

// Sums of the even and the odd bytes' pixels: entry 2 v is even + 256 * odd (modulo 65536), entry 2 v + 1 odd.
INLINE void sum_slots(local const uchar *slots, int count, words *sums, const int outputs)
{
    PLAIN_LOOP for (int v = 0; v < TILE_VECTORS * outputs; ++v) {
        words both = sums[2 * v], odd = sums[2 * v + 1];
#pragma unroll 4
        for (int i = 0; i < count; ++i) {
            const words next = __builtin_astype(bytes_at(slots + i * outputs * TILE + v * BYTES), words);
            both += next;
            odd += next >> (words)(8);
        }
        sums[2 * v] = both;
        sums[2 * v + 1] = odd;
    }
}

// Appends the pixels whose byte is not 0 to `list`, the first one being number `first`.
INLINE int list_pixels(words marks, int first, int count, int remaining, ushort *list)
{
    ulong parts[BYTES / 8] __attribute__((aligned(BYTES)));
    *(words *)parts = marks;
    PLAIN_LOOP for (int i = 0; i < BYTES / 8; ++i)
        PLAIN_LOOP for (ulong word = parts[i]; word != 0; word &= word - 1) {
            const int lane = i * 8 + (63 - (int)clz(word & -word)) / 8;
            if (lane < remaining) list[count++] = (ushort)(first + lane);
        }
    return count;
}

#define PROGRAM_ARGUMENTS                                                                                           \
    FOREST_ARGUMENTS, global const uint *restrict operations, int pass_words, int pass_count,                       \
        global const int4 *restrict segments, int segment_count, global const int *restrict offsets, int limit,     \
        global const int4 *restrict nodes, global const int2 *restrict roots, int tree_count,                       \
        global const double *restrict weights, int class_count, int class_stride, int input_count,                  \
        global const int *restrict ends, global uchar *restrict classes, local uchar *restrict scratch
#define PROGRAM_VALUES                                                                                              \
    FOREST_VALUES, operations, pass_words, pass_count, segments, segment_count, offsets, limit, nodes, roots,       \
        tree_count, weights, class_count, class_stride, input_count, ends, classes,    \
        scratch

INLINE void classify(PROGRAM_ARGUMENTS, const int3 item, const int outputs, const int averaged)
{
    FOREST_BEGIN
    local uchar *slots = ranks + bin_count * TILE;
    ushort list[BLOCK_ROWS * BLOCK_WIDTH + EXACT_PIXELS];
    int count = 0;
    for (int row = from; row < to; row += TILE_ROWS) {
        rank_tile(arena, inputs, stride, z, first_x, row, to, bins, bin_count, tables, ranks);
        words best[2 * TILE_VECTORS], second[2 * TILE_VECTORS], number[2 * TILE_VECTORS];
        PLAIN_LOOP for (int v = 0; v < 2 * TILE_VECTORS; ++v) {
            best[v] = (words)((ushort)offsets[0]);
            second[v] = (words)(0);
            number[v] = (words)(1);
        }
        for (int pass = 0; pass < pass_count; ++pass) {
            words sums[4 * TILE_VECTORS];
            PLAIN_LOOP for (int v = 0; v < 2 * TILE_VECTORS * outputs; ++v) sums[v] = (words)(0);
            for (int i = 0; i < segment_count; ++i) {
                const int4 segment = segments[i];
                run_segment(operations + (long)pass * pass_words, segment, scratch, (slots - scratch) / 8, outputs);
                sum_slots(slots, segment.w, sums, outputs);
            }
            for (int k = 0; k < outputs && 1 + pass * outputs + k < class_count; ++k) {
                const int class_index = 1 + pass * outputs + k;
                const words offset = (words)((ushort)offsets[class_index]);
                const words *sum = sums + k * 2 * TILE_VECTORS;
                PLAIN_LOOP for (int v = 0; v < 2 * TILE_VECTORS; ++v) {
                    const words even = v % 2 == 0 ? sum[v + 1] << (words)(8) : (words)(0);
                    const words own = offset + sum[v] - even;
                    const words lower = best[v] < own ? best[v] : own;
                    second[v] = second[v] < lower ? lower : second[v];
                    number[v] = best[v] < own ? (words)((ushort)(class_index + 1)) : number[v];
                    best[v] = best[v] < own ? own : best[v];
                }
            }
        }
        const words least = (words)((ushort)limit);
        PLAIN_LOOP for (int v = 0; v < TILE_VECTORS; ++v) {
            const int y = row + v * BYTES / BLOCK_WIDTH, x = v * BYTES % BLOCK_WIDTH, remaining = width - first_x - x;
            if (y >= to || remaining <= 0) continue;
            global uchar *dst = classes + FOREST_PIXEL(y) + x;
            const bytes result =
                __builtin_astype(number[2 * v] | number[2 * v + 1] << (words)(8), bytes);
            if (remaining >= BYTES) {
                *(global unaligned_bytes *)dst = result;
            } else {
                uchar lanes[BYTES] __attribute__((aligned(BYTES)));
                *(bytes *)lanes = result;
                PLAIN_LOOP for (int i = 0; i < remaining; ++i) dst[i] = lanes[i];
            }
            const words even = best[2 * v] - second[2 * v] < least ? (words)(1) : (words)(0);
            const words odd = best[2 * v + 1] - second[2 * v + 1] < least ? (words)(0x100) : (words)(0);
            count = list_pixels(even | odd, (y - from) * BLOCK_WIDTH + x, count, remaining, list);
        }
    }
    global uchar *dst = classes + FOREST_PIXEL(from);
    local float *values = (local float *)scratch;
    if (averaged)
        exact_averages(EXACT_VALUES);
    else
        exact_classes(EXACT_VALUES);
}

#define PROGRAM_KERNEL(name, outputs, averaged)               \
    OUTLINED_KERNEL(name, PROGRAM_ARGUMENTS, PROGRAM_VALUES)  \
    {                                                         \
        classify(PROGRAM_VALUES, item, outputs, averaged);    \
    }

#endif

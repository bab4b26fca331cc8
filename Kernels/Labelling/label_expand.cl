#pragma OPENCL FP_CONTRACT OFF
// The last step of the labelling (label_runs.cl): every pixel gets the number of its run. The nodes are in the way: they
// stand in the first half of their strip. From the strip's last pixel to its first, no node is overwritten before it has
// been read: node number n of a strip belongs to a run that begins at the strip's pixel n or later.

// Sixteen labels at any address. Compilers for CPUs make several stores of vstore16.
#if LANES == 1
#define STORE_SIXTEEN(v, p) vstore16(v, 0, p)
#else
typedef uint16 __attribute__((aligned(4))) unaligned_uint16;
#define STORE_SIXTEEN(v, p) (*(global unaligned_uint16 *)(p) = (v))
#endif

// `value` where the pixel's bit is set, 0 elsewhere.
static inline uint16 spread_label(uint bits, uint value)
{
    const uint16 places = (uint16)(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
    return select((uint16)0, (uint16)value, ((uint16)bits & places) != (uint16)0);
}

// Pixels x … x+15 of a row; what lies beyond the width is not written.
static inline void store_sixteen(uint16 pixels, global uint *row, int x, int width)
{
    if (x + 16 <= width) {
        STORE_SIXTEEN(pixels, row + x);
    } else {
        uint rest[16];
        vstore16(pixels, 0, rest);
        for (int i = 0; x + i < width; ++i) row[x + i] = rest[i];
    }
}

#define EXPAND_ARGUMENTS                                                                                           \
    global const ulong *restrict words, global uint *labels, global const uint2 *rows, int width, int row_count,   \
        int strip_rows
#define EXPAND_VALUES words, labels, rows, width, row_count, strip_rows

OUTLINED_KERNEL(label_expand, EXPAND_ARGUMENTS, EXPAND_VALUES)
{
    const int words_per_row = (width + 63) / 64;
    STRIP_BEGIN
    for (int row = to - 1; row >= from; --row) {
        global const ulong *here = words + (long)row * words_per_row;
        global uint *out = labels + (long)row * width;
        uint next = rows[row].y;
        for (int part = (width - 1) / 32; part >= 0; --part) {
            const int w = part / 2;
            const uint bits = (uint)(here[w] >> (part % 2 * 32));
            const ulong word_starts = run_starts(here[w], w > 0 ? here[w - 1] >> 63 : 0);
            uint begins = (uint)(word_starts >> (part % 2 * 32));
            // The last run of the 32 pixels, and the one before it.
            const uint last = begins != 0 ? bits & ~0u << (31 - clz(begins)) : bits;
            const uint last_value = labels[max(next, 1u) - 1] & ~RUN;
            next -= begins != 0;
            begins &= ~last;
            const uint left = bits & ~last;
            const uint before = begins != 0 ? left & ~0u << (31 - clz(begins)) : left;
            const uint before_value = labels[max(next, 1u) - 1] & ~RUN;
            next -= begins != 0;
            begins &= ~before;
            uint more = left & ~before;
            uint16 low = spread_label(last, last_value) | spread_label(before, before_value);
            uint16 high = spread_label(last >> 16, last_value) | spread_label(before >> 16, before_value);
            while (more != 0) {
                const uint run = begins != 0 ? more & ~0u << (31 - clz(begins)) : more;
                const uint value = labels[next - 1] & ~RUN;
                low |= spread_label(run, value);
                high |= spread_label(run >> 16, value);
                next -= begins != 0;
                begins &= ~run;
                more &= ~run;
            }
            if (part * 32 + 32 <= width) {
                STORE_SIXTEEN(low, out + part * 32);
                STORE_SIXTEEN(high, out + part * 32 + 16);
            } else {
                store_sixteen(low, out, part * 32, width);
                store_sixteen(high, out, part * 32 + 16, width);
            }
        }
    }
}

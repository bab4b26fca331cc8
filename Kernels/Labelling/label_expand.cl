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

// The first `count` of 16 pixels.
static inline void store_rest(uint16 pixels, global uint *out, int count)
{
    uint rest[16];
    vstore16(pixels, 0, rest);
    PLAIN_LOOP for (int i = 0; i < min(count, 16); ++i) out[i] = rest[i];
}

#define EXPAND_ARGUMENTS                                                                                           \
    global const ulong *restrict words, global uint *labels, global const uint2 *rows, int width, int row_count,   \
        int strip_rows
#define EXPAND_VALUES words, labels, rows, width, row_count, strip_rows

OUTLINED_KERNEL(label_expand, EXPAND_ARGUMENTS, EXPAND_VALUES)
{
    STRIP_BEGIN
    const int words_per_row = (width + 63) / 64;
    PLAIN_LOOP for (int row = to - 1; row >= from; --row) {
        global const ulong *here = words + (long)row * words_per_row;
        uint next = rows[row].y;
        PLAIN_LOOP for (int w = words_per_row - 1; w >= 0; --w) {
            const ulong word = here[w], starts = run_starts(word, w > 0 ? here[w - 1] >> 63 : 0);
            PLAIN_LOOP for (int x = w * 64 + 32; x >= w * 64; x -= 32) {
                global uint *out = labels + (long)row * width + x;
                uint bits = (uint)(word >> (x & 32)), begins = (uint)(starts >> (x & 32));
                uint16 low = (uint16)0, high = (uint16)0;
                // From the last run of the 32 pixels to the first, which may have begun before them.
                while (bits != 0) {
                    const uint run = begins != 0 ? bits & ~0u << (31 - clz(begins)) : bits;
                    const uint value = labels[next - 1] & ~RUN;
                    low |= spread_label(run, value);
                    high |= spread_label(run >> 16, value);
                    next -= begins != 0;
                    begins &= ~run;
                    bits &= ~run;
                }
                if (x + 32 <= width) {
                    STORE_SIXTEEN(low, out);
                    STORE_SIXTEEN(high, out + 16);
                } else {
                    store_rest(low, out, width - x);
                    store_rest(high, out + 16, width - x - 16);
                }
            }
        }
    }
}

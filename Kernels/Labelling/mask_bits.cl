#pragma OPENCL FP_CONTRACT OFF
// Masks as bits: 64-bit words, row after row, (width + 63) / 64 words a row; bit i of word w is pixel x = 64 w + i, bits
// beyond the width are 0. Rows of a volume lie in the order (z, y): row z * height + y. A work-item owns words
// MASK_WORDS * item.x … of one row each, MASK_ROWS * item.y … of `row_count` rows.
#if LANES == 1
#define MASK_WORDS 1
#define MASK_ROWS 1
#else
#define MASK_WORDS 64
#define MASK_ROWS 8
#endif
#define EACH_BYTE 0x0101010101010101UL

#define MASK_BEGIN                                                                                                 \
    const int words_per_row = (width + 63) / 64;                                                                   \
    const int first_word = item.x * MASK_WORDS;                                                                    \
    const int last_word = min(first_word + MASK_WORDS, words_per_row);                                             \
    const int first_row = item.y * MASK_ROWS, last_row = min(first_row + MASK_ROWS, row_count);

// One bit for each of the 64 bytes of `values` that is not 0, lowest byte first. The sum carries into a byte's top bit
// if any of its other bits is set; the product brings the eight top bits of a lane together in its top byte.
static inline ulong bits_of_bytes(ulong8 values)
{
    const ulong8 low = (ulong8)(0x7f * EACH_BYTE);
    const ulong8 set = ((((values & low) + low) | values) & ~low) >> 7;
    const ulong8 bits = (set * (ulong8)0x0102040810204080UL) >> 56 << (ulong8)(0, 8, 16, 24, 32, 40, 48, 56);
    const ulong4 fours = bits.lo | bits.hi;
    const ulong2 twos = fours.lo | fours.hi;
    return twos.x | twos.y;
}

// The word of the bytes of src that differ from `other`; `count` bytes are inside the row, the word's others are 0.
static inline ulong differing(global const uchar *src, int count, uchar other)
{
    if (count < 64) {
        ulong word = 0;
        for (int i = 0; i < count; ++i) word |= (ulong)(src[i] != other) << i;
        return word;
    }
    const ulong8 values = (ulong8)(as_ulong2(vload16(0, src)), as_ulong2(vload16(1, src)),
                                   as_ulong2(vload16(2, src)), as_ulong2(vload16(3, src)));
    return bits_of_bytes(values ^ (ulong8)(other * EACH_BYTE));
}

// The rows of src and dst that belong to row `row` of a strip: src holds rows strip_from … strip_to-1 of each slice.
static inline long image_row(int row, int height, int strip_from, int strip_to)
{
    const int strip_rows = strip_to - strip_from;
    return (long)(row / strip_rows) * height + strip_from + row % strip_rows;
}

// Foreground is every pixel of a strip's class map that is `positive`; row_count is the strip's rows times the depth.
#define CLASS_ARGUMENTS                                                                                            \
    global const uchar *restrict src, global ulong *restrict dst, int width, int height, int strip_from,           \
        int strip_to, int row_count, int positive
#define CLASS_VALUES src, dst, width, height, strip_from, strip_to, row_count, positive

OUTLINED_KERNEL(bits_of_class, CLASS_ARGUMENTS, CLASS_VALUES)
{
    MASK_BEGIN
    for (int row = first_row; row < last_row; ++row)
        for (int w = first_word; w < last_word; ++w) {
            const int count = min(width - w * 64, 64);
            const ulong others = differing(src + (long)row * width + w * 64, count, (uchar)positive);
            dst[image_row(row, height, strip_from, strip_to) * words_per_row + w] = ~others & (~0UL >> (64 - count));
        }
}

// Foreground is every pixel of a strip's votes that is at least `threshold`; NaN never is.
#define PROBABILITY_ARGUMENTS                                                                                      \
    global const float *restrict src, global ulong *restrict dst, int width, int height, int strip_from,           \
        int strip_to, int row_count, float threshold
#define PROBABILITY_VALUES src, dst, width, height, strip_from, strip_to, row_count, threshold

OUTLINED_KERNEL(bits_of_probability, PROBABILITY_ARGUMENTS, PROBABILITY_VALUES)
{
    MASK_BEGIN
    const int16 places = (int16)(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
    for (int row = first_row; row < last_row; ++row)
        for (int w = first_word; w < last_word; ++w) {
            global const float *in = src + (long)row * width + w * 64;
            ulong word = 0;
            if (width - w * 64 < 64) {
                for (int i = 0; i < width - w * 64; ++i) word |= (ulong)(in[i] >= threshold) << i;
            } else {
                for (int i = 0; i < 64; i += 16) {
                    const int16 set = (vload16(0, in + i) >= (float16)threshold) & places;
                    const int8 eights = set.lo | set.hi;
                    const int4 fours = eights.lo | eights.hi;
                    const int2 twos = fours.lo | fours.hi;
                    word |= (ulong)(uint)(twos.x | twos.y) << i;
                }
            }
            dst[image_row(row, height, strip_from, strip_to) * words_per_row + w] = word;
        }
}

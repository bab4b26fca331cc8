#pragma OPENCL FP_CONTRACT OFF
// Masks as bits: 64-bit words, row after row, (width + 63) / 64 words a row; bit i of word w is pixel x = 64 w + i, bits
// beyond the width are 0. Rows of a volume lie in the order (z, y): row z * height + y. A work-item owns words
// MASK_WORDS * get_global_id(0) … of one row each, MASK_ROWS * get_global_id(1) … of `row_count` rows.
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
    const int first_word = (int)get_global_id(0) * MASK_WORDS;                                                     \
    const int last_word = min(first_word + MASK_WORDS, words_per_row);                                             \
    const int first_row = (int)get_global_id(1) * MASK_ROWS, last_row = min(first_row + MASK_ROWS, row_count);

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

// Foreground is every byte of src that is not 0.
kernel void bits_of_mask(global const uchar *restrict src, global ulong *restrict dst, int width, int row_count)
{
    MASK_BEGIN
    for (int row = first_row; row < last_row; ++row)
        for (int w = first_word; w < last_word; ++w)
            dst[(long)row * words_per_row + w] = differing(src + (long)row * width + w * 64, width - w * 64, 0);
}

// The rows of src and dst that belong to row `row` of a strip: src holds rows strip_from … strip_to-1 of each slice.
static inline long image_row(int row, int height, int strip_from, int strip_to)
{
    const int strip_rows = strip_to - strip_from;
    return (long)(row / strip_rows) * height + strip_from + row % strip_rows;
}

// Foreground is every pixel of a strip's class map that is `positive`; row_count is the strip's rows times the depth.
kernel void bits_of_class(global const uchar *restrict src, global ulong *restrict dst, int width, int height,
                          int strip_from, int strip_to, int row_count, int positive)
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
kernel void bits_of_probability(global const float *restrict src, global ulong *restrict dst, int width, int height,
                                int strip_from, int strip_to, int row_count, float threshold)
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

// The mask of rows first … first+row_count-1 as bytes: 255 for foreground, 0 for background. Every byte of a lane
// receives the lane's eight bits and keeps its own one; the sum carries it into the byte's top bit.
kernel void bits_to_mask(global const ulong *restrict src, global uchar *restrict dst, int width, int first,
                         int row_count)
{
    MASK_BEGIN
    const ulong8 low = (ulong8)(0x7f * EACH_BYTE);
    for (int row = first_row; row < last_row; ++row)
        for (int w = first_word; w < last_word; ++w) {
            const ulong word = src[(long)(first + row) * words_per_row + w];
            global uchar *out = dst + (long)row * width + w * 64;
            if (width - w * 64 < 64) {
                for (int i = 0; i < width - w * 64; ++i) out[i] = (word >> i & 1) != 0 ? 255 : 0;
                continue;
            }
            const ulong8 eights = (ulong8)word >> (ulong8)(0, 8, 16, 24, 32, 40, 48, 56) & 0xff;
            const ulong8 own = eights * EACH_BYTE & (ulong8)0x8040201008040201UL;
            const ulong8 bytes = ((own + low) & ~low) >> 7;
            const ulong8 values = bytes * (ulong8)0xff;
            vstore16(as_uchar16(values.s01), 0, out);
            vstore16(as_uchar16(values.s23), 1, out);
            vstore16(as_uchar16(values.s45), 2, out);
            vstore16(as_uchar16(values.s67), 3, out);
        }
}

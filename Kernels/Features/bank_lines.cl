#pragma OPENCL FP_CONTRACT OFF
// The lines of a bank (filter_bank.cl): a block of a row of one plane, or of the product of two, filtered along x by up to
// eight narrow filters. A vector is loaded once for all filters of its plane, and so are the sums and differences of its
// neighbours. The table has room for eight lines of six words, those of the same planes behind one another:
//   planes (0 src, 1 src2, 2 src * src, 3 src * src2, 4 src2 * src2; -1 where no line follows), half width (1 or 2), 1 for
//   a first derivative, w0, w1, w2.

#define BANK_LINES 8
#define BANK_REACH 2
#define BANK_ROWS (2 * BANK_REACH + 1)
#define LINE_WORDS 6
#define LINE_TABLE_WORDS (BANK_LINES * LINE_WORDS)

#if LANES > 1

typedef floats Lines[BANK_LINES][BLOCK_VECTORS];

// The pixels one or two columns before and behind those of a vector, whose neighbours are `last` and `next`.
#if LANES == 8
#define BEFORE_1(last, here) __builtin_shufflevector(last, here, 7, 8, 9, 10, 11, 12, 13, 14)
#define BEFORE_2(last, here) __builtin_shufflevector(last, here, 6, 7, 8, 9, 10, 11, 12, 13)
#define AFTER_1(here, next) __builtin_shufflevector(here, next, 1, 2, 3, 4, 5, 6, 7, 8)
#define AFTER_2(here, next) __builtin_shufflevector(here, next, 2, 3, 4, 5, 6, 7, 8, 9)
#else
#define BEFORE_1(last, here) \
    __builtin_shufflevector(last, here, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
#define BEFORE_2(last, here) \
    __builtin_shufflevector(last, here, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)
#define AFTER_1(here, next) \
    __builtin_shufflevector(here, next, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
#define AFTER_2(here, next) \
    __builtin_shufflevector(here, next, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)
#endif

INLINE floats bank_pixels(global const float *p, global const float *q, bool is_product)
{
    const floats pixels = LOAD_ROW(p);
    return is_product ? pixels * LOAD_ROW(q) : pixels;
}

// The lines first … end - 1, all of p, or of the product of p and q.
INLINE void bank_lines_of(global const float *p, global const float *q, bool is_product, global const float *table,
                          int first, int end, Lines *lines)
{
    floats here = bank_pixels(p - LANES, q - LANES, is_product), next = bank_pixels(p, q, is_product);
    PLAIN_LOOP for (int k = 0; k < BLOCK_VECTORS; ++k) {
        const floats last = here;
        here = next;
        next = bank_pixels(p + (k + 1) * LANES, q + (k + 1) * LANES, is_product);
        const floats before_1 = BEFORE_1(last, here), before_2 = BEFORE_2(last, here);
        const floats after_1 = AFTER_1(here, next), after_2 = AFTER_2(here, next);
        const floats sum_1 = after_1 + before_1, sum_2 = after_2 + before_2;
        const floats difference_1 = after_1 - before_1, difference_2 = after_2 - before_2;
        PLAIN_LOOP for (int i = first; i < end; ++i) {
            global const float *words = table + i * LINE_WORDS;
            floats value = (floats)words[3] * here;
            if (words[2] > 0.0f) {
                value = fma(difference_1, (floats)words[4], value);
                if (words[1] > 1.0f) value = fma(difference_2, (floats)words[5], value);
            } else {
                value = fma(sum_1, (floats)words[4], value);
                if (words[1] > 1.0f) value = fma(sum_2, (floats)words[5], value);
            }
            (*lines)[i][k] = value;
        }
    }
}

// All lines of the table, of the block's columns of the rows src and src2.
INLINE void bank_lines(global const float *src, global const float *src2, global const float *table, int first_x,
                       int last_x, int width, Lines *lines)
{
    int end = 0;
    PLAIN_LOOP for (int first = 0; first < BANK_LINES && table[first * LINE_WORDS] >= 0.0f; first = end) {
        const float planes = table[first * LINE_WORDS];
        for (; end < BANK_LINES && table[end * LINE_WORDS] == planes; ++end) {}
        const bool is_product = planes > 1.0f;
        global const float *p = planes == 1.0f || planes == 4.0f ? src2 : src, *q = planes > 2.0f ? src2 : src;
        if (is_product)
            bank_lines_of(p + first_x, q + first_x, true, table, first, end, lines);
        else
            bank_lines_of(p + first_x, q + first_x, false, table, first, end, lines);
        // Where a filter reaches beyond the row, what lies there is not the mirrored row.
        PLAIN_LOOP for (int i = first; i < end; ++i) {
            global const float *words = table + i * LINE_WORDS;
            const int half_width = (int)words[1], option = (words[2] > 0.0f ? 1 : 0) + (is_product ? 2 : 0);
            float *line = (float *)(*lines)[i];
            PLAIN_LOOP for (int x = first_x; x < min(last_x, half_width); ++x)
                line[x - first_x] = filtered_pixel(p, q, x, width, words + 3, half_width, option);
            PLAIN_LOOP for (int x = max(first_x, max(half_width, width - half_width)); x < last_x; ++x)
                line[x - first_x] = filtered_pixel(p, q, x, width, words + 3, half_width, option);
        }
    }
}

#endif

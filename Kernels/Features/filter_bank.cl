#pragma OPENCL FP_CONTRACT OFF
// Up to eight planes that narrow filters along x and then y (sampled_filter.cl) make of the same one or two planes
// (Sources/Features/Operators/FilterBank.swift). A work-item keeps its rows' filtered lines to itself (bank_lines.cl); only
// results are written. Jobs come in eights, absent ones first; the last one has the table, behind the lines' in it the
// operations, which `count` counts:
//   rule (0 a, 1 a + b, 2 a - b, 3 sqrt(a * a + b * b), 4 and 5 the largest and the smallest eigenvalue of a b | b c, 6
//   both, as two results), and of each of three terms: line, half width, 1 for a first derivative, w0, w1, w2.

#define BANK_OUTPUTS 8
#define TERM_WORDS 6
#define OPERATION_WORDS (1 + 3 * TERM_WORDS)

#if LANES > 1

#define TERM_VALUE(d, k) lines[slots[(d) + BANK_REACH]][line][first + (k)]
#define BANK_TERM(JOIN_PAIR, is_wide)                                                                      \
    _Pragma("unroll") for (int k = 0; k < FILTER_VECTORS; ++k)                                             \
    {                                                                                                      \
        floats sum = w0 * TERM_VALUE(0, k);                                                                \
        sum = fma(TERM_VALUE(1, k) JOIN_PAIR TERM_VALUE(-1, k), w1, sum);                                  \
        if (is_wide) sum = fma(TERM_VALUE(2, k) JOIN_PAIR TERM_VALUE(-2, k), w2, sum);                     \
        sums[k] = sum;                                                                                     \
    }

// One term of the vectors first …, of the rows whose lines lie in `slots`.
INLINE void bank_term(Lines *lines, const int *slots, global const float *words, int first, floats *sums)
{
    const int line = (int)words[0];
    const bool is_wide = words[1] > 1.0f;
    const floats w0 = (floats)words[3], w1 = (floats)words[4], w2 = (floats)words[5];
    if (words[2] > 0.0f) {
        if (is_wide) { BANK_TERM(-, true) } else { BANK_TERM(-, false) }
    } else {
        if (is_wide) { BANK_TERM(+, true) } else { BANK_TERM(+, false) }
    }
}

// What the operation `words` gives for the vectors first …; the result is how many planes it wrote.
INLINE int bank_operation(Lines *lines, const int *slots, global const float *words, int first,
                          global float *const *out)
{
    const int rule = (int)words[0];
    floats a[FILTER_VECTORS], b[FILTER_VECTORS], c[FILTER_VECTORS];
    bank_term(lines, slots, words + 1, first, a);
    if (rule == 0) {
#pragma unroll
        for (int k = 0; k < FILTER_VECTORS; ++k) STORE_ROW(a[k], out[0] + (first + k) * LANES);
        return 1;
    }
    bank_term(lines, slots, words + 1 + TERM_WORDS, first, b);
    if (rule < 4) {
#pragma unroll
        for (int k = 0; k < FILTER_VECTORS; ++k) {
            const floats squares = a[k] * a[k] + b[k] * b[k];
            const floats result = rule == 1 ? a[k] + b[k] : rule == 2 ? a[k] - b[k] : SQUARE_ROOT(squares);
            STORE_ROW(result, out[0] + (first + k) * LANES);
        }
        return 1;
    }
    bank_term(lines, slots, words + 1 + 2 * TERM_WORDS, first, c);
#pragma unroll
    for (int k = 0; k < FILTER_VECTORS; ++k) {
        const floats middle = (a[k] + c[k]) * 0.5f, difference = (a[k] - c[k]) * 0.5f;
        const floats root = SQUARE_ROOT(difference * difference + b[k] * b[k]);
        STORE_ROW(rule == 5 ? middle - root : middle + root, out[0] + (first + k) * LANES);
        if (rule == 6) STORE_ROW(middle - root, out[1] + (first + k) * LANES);
    }
    return rule == 6 ? 2 : 1;
}

// A block's part of a row that is read soon: the next row lies so far away that no processor guesses it.
INLINE void prefetch_block(global const float *row)
{
    PLAIN_LOOP for (int k = 0; k < BLOCK_WIDTH; k += 16) PREFETCH(row + k);
}

FEATURE_KERNEL(filter_bank)
{
    global const Job *group = jobs + first_job + BANK_OUTPUTS * (item.z / depth);
    const Job job = group[BANK_OUTPUTS - 1];
    BLOCK_BEGIN(TALL_ROWS)
    global const float *table = tables + job.table, *operations = table + LINE_TABLE_WORDS;
    int outputs = 0, slots[BANK_ROWS];
    PLAIN_LOOP for (int i = 0; i < job.count; ++i) outputs += operations[i * OPERATION_WORDS] == 6.0f ? 2 : 1;
    group += BANK_OUTPUTS - outputs;
    Lines lines[BANK_ROWS];
    PLAIN_LOOP for (int y = from - BANK_REACH; y < to + BANK_REACH; ++y) {
        const int slot = (y - from + BANK_REACH) % BANK_ROWS;
        global const float *sources[2] = {SRC_ROW(mirrored(y, height), z), SRC2_ROW(mirrored(y, height), z)};
        const int ahead = mirrored(min(y + 2, to + BANK_REACH - 1), height);
        prefetch_block(SRC_ROW(ahead, z) + first_x);
        if (job.src2 != job.src) prefetch_block(SRC2_ROW(ahead, z) + first_x);
        bank_lines(sources[0], sources[1], table, first_x, last_x, width, lines + slot);
        const int row = y - BANK_REACH;
        if (row < from) continue;
        for (int i = 0; i < BANK_ROWS; ++i) slots[i] = (slot + 1 + i) % BANK_ROWS;
        global float *out[BANK_OUTPUTS];
        PLAIN_LOOP for (int i = 0; i < outputs; ++i) out[i] = ROW(group[i].dst, group[i].dst_ring, row, z) + first_x;
        PLAIN_LOOP for (int first = 0; first * LANES < last_x - first_x; first += FILTER_VECTORS) {
            int output = 0;
            PLAIN_LOOP for (int i = 0; i < job.count; ++i)
                output += bank_operation(lines, slots, operations + i * OPERATION_WORDS, first, out + output);
        }
        PLAIN_LOOP for (int i = 0; i < outputs; ++i) replicate(out[i] - first_x, first_x, width, group[i].reach);
    }
}

#endif

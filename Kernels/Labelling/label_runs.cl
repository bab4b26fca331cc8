#pragma OPENCL FP_CONTRACT OFF
// Connected components (4 neighbours, 6 in a volume) of a mask of bits (mask_bits.cl), numbered as APOC does: ascending
// by the first pixel in the order x outermost, then y, then z innermost.
//
// Horizontal runs are the nodes of a union-find. A node is known by its place in `labels`, which is scratch until the
// last step: the nodes of a strip (strip_rows rows, in the order of memory) stand one after another from the strip's
// first pixel on, which always fits, for a row has at most (width + 1) / 2 runs. rows[row] holds the place of the row's
// first node and the place behind its last one. A node holds
//   RUN | x << shift | y * depth + z   if it is a root: its own first pixel, which ascends in APOC's order
//   the place of a node that is nearer to the root, otherwise.
// The root of a component is its smallest node, so its first pixel is the component's first pixel.
// Steps: label_strips, first within the strips and then across their seams; the four steps of label_numbers
// (label_numbers.cl); label_expand (label_expand.cl). Each kernel costs a compiler a twentieth of a second, however
// small it is: what is similar is one kernel.
#define RUN 0x80000000u

// One bit for each pixel that begins a run; `carry` is the previous pixel.
static inline ulong run_starts(ulong word, ulong carry) { return word & ~(word << 1 | carry); }

// The root above `node`; *key becomes what it holds. The first step is taken without a branch: nodes that are roots and
// nodes beneath one come in no order that could be foreseen.
static inline uint label_root(volatile global uint *labels, uint node, uint *key)
{
    for (;;) {
        const uint value = labels[node];
        const uint parent = value & RUN ? node : value;
        *key = labels[parent];
        if (*key & RUN) return parent;
        // Shortens the path; only nodes that are no roots are written, and only with an ancestor: no race matters.
        labels[node] = *key;
        node = *key;
    }
}

static inline void join_nodes(volatile global uint *labels, uint a, uint b, const bool shared)
{
    for (;;) {
        uint a_key, b_key;
        a = label_root(labels, a, &a_key);
        b = label_root(labels, b, &b_key);
        if (a == b) return;
        const uint smaller = a_key < b_key ? a : b, larger = a_key < b_key ? b : a, key = max(a_key, b_key);
        if (!shared) {
            labels[larger] = smaller;
            return;
        }
        // If another work-item was quicker, `larger` is no root any more: look again from there.
        if (atomic_cmpxchg(labels + larger, key, smaller) == key) return;
    }
}

// Words whose contacts are listed before they are joined.
#define LISTED_WORDS 16

// Joins the runs of two rows that touch: once for each stretch in which both rows are foreground. Most words have no
// more than two such stretches; they are listed without a branch, for it could not be foreseen.
static inline void join_rows(global const ulong *words, volatile global uint *labels, global const uint2 *rows,
                             int words_per_row, int row, int other, const bool shared)
{
    global const ulong *here = words + (long)row * words_per_row, *above = words + (long)other * words_per_row;
    // The nodes of the last runs that began before the word.
    uint node = rows[row].x - 1, above_node = rows[other].x - 1;
    ulong carry = 0, above_carry = 0;
    uint2 list[LISTED_WORDS * 32 + 2];
    for (int first = 0; first < words_per_row; first += LISTED_WORDS) {
        int count = 0;
        for (int w = first; w < min(first + LISTED_WORDS, words_per_row); ++w) {
            const ulong word = here[w], above_word = above[w];
            // Background comes in long stretches, if there is any: a branch that can be foreseen.
            if ((word | above_word) == 0) {
                carry = above_carry = 0;
                continue;
            }
            const ulong starts = run_starts(word, carry), above_starts = run_starts(above_word, above_carry);
            ulong contacts = run_starts(word & above_word, carry & above_carry);
            do {
                for (int i = 0; i < 2; ++i) {
                    const ulong up_to = contacts ^ (contacts - 1);
                    list[count] = (uint2)(node + (uint)popcount(starts & up_to),
                                          above_node + (uint)popcount(above_starts & up_to));
                    count += contacts != 0;
                    contacts &= contacts - 1;
                }
            } while (contacts != 0);
            node += (uint)popcount(starts);
            above_node += (uint)popcount(above_starts);
            carry = word >> 63;
            above_carry = above_word >> 63;
        }
        for (int i = 0; i < count; ++i) join_nodes(labels, list[i].x, list[i].y, shared);
    }
}

// A work-item owns one strip of rows.
#define STRIP_BEGIN                                                                            \
    const int from = item.y * strip_rows, to = min(from + strip_rows, row_count);              \
    if (item.x > 0 || from >= to) return;

#define STRIPS_ARGUMENTS                                                                                           \
    global const ulong *restrict words, global uint *labels, global uint2 *rows, int width, int height, int depth, \
        int shift, int strip_rows, int seams
#define STRIPS_VALUES words, labels, rows, width, height, depth, shift, strip_rows, seams

static inline void join_seam(global const ulong *words, volatile global uint *labels, global const uint2 *rows,
                             int words_per_row, int height, int from, int to)
{
    if (from % height > 0) join_rows(words, labels, rows, words_per_row, from, from - 1, true);
    for (int row = max(from, height); row < min(to, from + height); ++row)
        join_rows(words, labels, rows, words_per_row, row, row - height, true);
}

// Makes the nodes of a strip and joins those that touch inside it; where `seams` is not 0, joins those that touch across
// the seam between the strip and those before it.
OUTLINED_KERNEL(label_strips, STRIPS_ARGUMENTS, STRIPS_VALUES)
{
    const int row_count = height * depth, words_per_row = (width + 63) / 64;
    STRIP_BEGIN
    if (seams) {
        join_seam(words, labels, rows, words_per_row, height, from, to);
        return;
    }
    const uint end = (uint)to * (uint)width;
    uint place = (uint)from * (uint)width;
    int y = from % height, z = from / height;
    for (int row = from; row < to; ++row) {
        global const ulong *here = words + (long)row * words_per_row;
        const uint first = place, key = RUN | (uint)(y * depth + z);
        ulong carry = 0;
        for (int w = 0; w < words_per_row; ++w) {
            const ulong word = here[w];
            if (word == 0) {
                carry = 0;
                continue;
            }
            ulong starts = run_starts(word, carry);
            // Most words begin no more than two runs: no branch for those, where there is room for two.
            if (place + 2 <= end) {
                for (int i = 0; i < 2; ++i) {
                    labels[place] = key | (uint)(w * 64 + 63 - (int)clz(starts & -starts)) << shift;
                    place += starts != 0;
                    starts &= starts - 1;
                }
            }
            for (; starts != 0; starts &= starts - 1)
                labels[place++] = key | (uint)(w * 64 + 63 - (int)clz(starts & -starts)) << shift;
            carry = word >> 63;
        }
        rows[row] = (uint2)(first, place);
        if (place != first) {
            if (y > 0 && row - 1 >= from) join_rows(words, labels, rows, words_per_row, row, row - 1, false);
            if (z > 0 && row - height >= from) join_rows(words, labels, rows, words_per_row, row, row - height, false);
        }
        if (++y == height) {
            y = 0;
            ++z;
        }
    }
}

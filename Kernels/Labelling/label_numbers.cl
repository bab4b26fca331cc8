#pragma OPENCL FP_CONTRACT OFF
// The second part of the labelling (label_runs.cl): roots are counted and numbered in APOC's order, then every node
// gets the number of its root. A segment is segment_rows values of y with all their z; counts[segment * width + x] is
// the number of roots that begin in column x of the segment, after PREFIX the number of all roots before those.
// DeviceLabelling.swift has the same steps.
#define COUNT 0
#define PREFIX 1
#define NUMBER 2
#define RESOLVE 3

// Counts the roots of the rows; with `numbers` the counts go on, and a root holds RUN | its number from here on.
static inline void count_roots(global uint *labels, global const uint2 *restrict rows, global uint *column, int height,
                               int depth, int shift, int from, int to, const bool numbers)
{
    for (int y = from; y < to; ++y)
        for (int z = 0; z < depth; ++z) {
            const uint2 nodes = rows[z * height + y];
            PLAIN_LOOP for (uint node = nodes.x; node < nodes.y; ++node) {
                if (!(labels[node] & RUN)) continue;
                const uint count = column[(labels[node] & ~RUN) >> shift] += 1;
                if (numbers) labels[node] = RUN | count;
            }
        }
}

// Running sum, column by column; the number of all roots is written behind the last count.
static inline void sum_counts(global uint *counts, int width, int segments)
{
    uint total = 0;
    PLAIN_LOOP for (int x = 0; x < width; ++x)
        PLAIN_LOOP for (int segment = 0; segment < segments; ++segment) {
            const uint count = counts[(long)segment * width + x];
            counts[(long)segment * width + x] = total;
            total += count;
        }
    counts[(long)segments * width] = total;
}

// Nodes from … end - 1 hold RUN | their number from here on. Nodes of other work-items are only ever written with their
// final value.
static inline void resolve_nodes(volatile global uint *labels, uint from, uint end)
{
    for (uint node = from; node < end; ++node) {
        // Without a branch where the node is a root or beneath one, which could not be foreseen.
        uint value = labels[node];
        value = labels[value & RUN ? node : value];
        if (value & RUN) {
            labels[node] = value;
            continue;
        }
        while (!(value & RUN)) value = labels[value];
        for (uint on_path = node, next; !((next = labels[on_path]) & RUN); on_path = next) labels[on_path] = value;
    }
}

#define NUMBERS_ARGUMENTS                                                                                          \
    global uint *labels, global const uint2 *rows, global uint *counts, int width, int height, int depth,          \
        int shift, int segment_rows, int strip_rows, int step
#define NUMBERS_VALUES labels, rows, counts, width, height, depth, shift, segment_rows, strip_rows, step

// COUNT and NUMBER: a work-item owns a segment. PREFIX: one work-item does it all. RESOLVE: it owns a strip.
OUTLINED_KERNEL(label_numbers, NUMBERS_ARGUMENTS, NUMBERS_VALUES)
{
    if (item.x > 0) return;
    if (step == RESOLVE) {
        const int from = item.y * strip_rows, to = min(from + strip_rows, height * depth);
        if (from < to) resolve_nodes(labels, rows[from].x, rows[to - 1].y);
    } else if (step == PREFIX) {
        if (item.y == 0) sum_counts(counts, width, (height + segment_rows - 1) / segment_rows);
    } else {
        const int from = item.y * segment_rows, to = min(from + segment_rows, height);
        if (from >= to) return;
        global uint *column = counts + (long)item.y * width;
        if (step == COUNT)
            for (int x = 0; x < width; ++x) column[x] = 0;
        count_roots(labels, rows, column, height, depth, shift, from, to, step == NUMBER);
    }
}

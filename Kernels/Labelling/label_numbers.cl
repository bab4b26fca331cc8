#pragma OPENCL FP_CONTRACT OFF
// The second part of the labelling (label_runs.cl): roots are counted and numbered in APOC's order, then every node
// gets the number of its root. A segment is segment_rows values of y with all their z; counts[segment * width + x] is
// the number of roots that begin in column x of the segment, after label_prefix the number of all roots before those.

#define SEGMENT_BEGIN                                                                                              \
    const int segment = (int)get_global_id(1), from = segment * segment_rows;                                      \
    const int to = min(from + segment_rows, height);                                                               \
    if (get_global_id(0) > 0 || from >= to) return;                                                                \
    global uint *column = counts + (long)segment * width;

// One segment per work-item.
kernel void label_count(global const uint *restrict labels, global const uint2 *restrict rows,
                        global uint *restrict counts, int width, int height, int depth, int shift, int segment_rows)
{
    SEGMENT_BEGIN
    for (int x = 0; x < width; ++x) column[x] = 0;
    for (int y = from; y < to; ++y)
        for (int z = 0; z < depth; ++z) {
            const uint2 nodes = rows[z * height + y];
            for (uint node = nodes.x; node < nodes.y; ++node)
                if (labels[node] & RUN) column[(labels[node] & ~RUN) >> shift] += 1;
        }
}

// Running sum, column by column; the number of all roots is written behind the last count. One work-item does it all.
kernel void label_prefix(global uint *restrict counts, int width, int height, int segment_rows)
{
    if (get_global_id(0) > 0 || get_global_id(1) > 0) return;
    const int segments = (height + segment_rows - 1) / segment_rows;
    uint total = 0;
    for (int x = 0; x < width; ++x)
        for (int segment = 0; segment < segments; ++segment) {
            const uint count = counts[(long)segment * width + x];
            counts[(long)segment * width + x] = total;
            total += count;
        }
    counts[(long)segments * width] = total;
}

// A root holds RUN | its number from here on. One segment per work-item.
kernel void label_number(global uint *restrict labels, global const uint2 *restrict rows, global uint *restrict counts,
                         int width, int height, int depth, int shift, int segment_rows)
{
    SEGMENT_BEGIN
    for (int y = from; y < to; ++y)
        for (int z = 0; z < depth; ++z) {
            const uint2 nodes = rows[z * height + y];
            for (uint node = nodes.x; node < nodes.y; ++node)
                if (labels[node] & RUN) labels[node] = RUN | (column[(labels[node] & ~RUN) >> shift] += 1);
        }
}

// Every node holds RUN | its number from here on. Nodes of other work-items are only ever written with their final
// value. One strip per work-item.
kernel void label_resolve(volatile global uint *labels, global const uint2 *restrict rows, int row_count,
                          int strip_rows)
{
    const int from = (int)get_global_id(1) * strip_rows, to = min(from + strip_rows, row_count);
    if (get_global_id(0) > 0 || from >= to) return;
    for (uint node = rows[from].x; node < rows[to - 1].y; ++node) {
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

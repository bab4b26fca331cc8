#pragma OPENCL FP_CONTRACT OFF
// Connected components (4-neighbourhood) numbered as APOC does: ascending by the first pixel in column order, x
// outermost. Horizontal runs are the nodes of a union-find; a run is known by its first pixel, as the number
// RUN | x << shift | y, which ascends in column order, so the smallest of a component is its first pixel. A run's
// entry lies in `labels` at its first pixel. The steps: label_runs, label_unions, label_flatten, label_count, (host:
// running sum), label_number, label_expand. Numbers of finished objects have no RUN bit, so both may stand side by
// side.
#define RUN 0x80000000u

static inline long run_place(uint run, int width, int shift)
{
    return (long)(run & ((1u << shift) - 1)) * width + ((run & ~RUN) >> shift);
}

static inline uint run_root(volatile global uint *labels, uint run, int width, int shift)
{
    for (;;) {
        const uint parent = labels[run_place(run, width, shift)];
        if (parent == run) return run;
        const uint grand = labels[run_place(parent, width, shift)];
        if (grand == parent) return parent;
        // Shortens the path; only entries that are no roots are written, and only with an ancestor: no race matters.
        labels[run_place(run, width, shift)] = grand;
        run = grand;
    }
}

#define LABEL_BATCH 32
static inline bool batch_is(global const uchar *mask, bool full)
{
    const uchar16 a = vload16(0, mask), b = vload16(1, mask);
    return full ? all((a != (uchar16)0) & (b != (uchar16)0)) : !any((a | b) != (uchar16)0);
}

// Every run becomes a component of its own. One row per work-item.
kernel void label_runs(global const uchar *restrict mask, global uint *restrict labels, int width, int height,
                       int shift)
{
    const int row = get_global_id(1);
    if (row >= height || get_global_id(0) > 0) return;
    global const uchar *in = mask + (long)row * width;
    for (int x = 0; x < width;) {
        if (in[x] == 0) {
            if (x + LABEL_BATCH <= width && batch_is(in + x, false)) x += LABEL_BATCH;
            else ++x;
            continue;
        }
        labels[(long)row * width + x] = RUN | (uint)x << shift | (uint)row;
        for (++x; x < width && in[x] != 0;) {
            if (x + LABEL_BATCH <= width && batch_is(in + x, true)) x += LABEL_BATCH;
            else ++x;
        }
    }
}

// Joins each run with the runs it touches in the row above. One row per work-item.
kernel void label_unions(global const uchar *restrict mask, volatile global uint *labels, int width, int height,
                         int shift)
{
    const int row = get_global_id(1);
    if (row >= height || row == 0 || get_global_id(0) > 0) return;
    global const uchar *here = mask + (long)row * width;
    global const uchar *above = here - width;
    int here_start = -1, above_start = -1;
    bool touching = false;
    for (int x = 0; x < width;) {
        if (here_start < 0 && above_start < 0 && x + LABEL_BATCH <= width && batch_is(here + x, false) &&
            batch_is(above + x, false)) {
            x += LABEL_BATCH;
            continue;
        }
        if (here[x] == 0) here_start = -1;
        else if (here_start < 0) here_start = x;
        if (above[x] == 0) above_start = -1;
        else if (above_start < 0) above_start = x;
        const bool both = here_start >= 0 && above_start >= 0;
        if (both && !touching) {
            uint a = RUN | (uint)here_start << shift | (uint)row;
            uint b = RUN | (uint)above_start << shift | (uint)(row - 1);
            for (;;) {
                a = run_root(labels, a, width, shift);
                b = run_root(labels, b, width, shift);
                if (a == b) break;
                const uint larger = max(a, b), smaller = min(a, b);
                // If another work-item was quicker, `larger` is no root any more: look again from there.
                if (atomic_cmpxchg(labels + run_place(larger, width, shift), larger, smaller) == larger) break;
                a = larger;
                b = smaller;
            }
        }
        touching = both;
        ++x;
    }
}

// Every run points at its root. One row per work-item.
kernel void label_flatten(global const uchar *restrict mask, volatile global uint *labels, int width, int height,
                          int shift)
{
    const int row = get_global_id(1);
    if (row >= height || get_global_id(0) > 0) return;
    global const uchar *in = mask + (long)row * width;
    bool inside = false;
    for (int x = 0; x < width;) {
        if (x + LABEL_BATCH <= width && batch_is(in + x, inside)) {
            x += LABEL_BATCH;
            continue;
        }
        if (in[x] != 0 && !inside) {
            const uint run = RUN | (uint)x << shift | (uint)row;
            labels[(long)row * width + x] = run_root(labels, run, width, shift);
        }
        inside = in[x] != 0;
        ++x;
    }
}

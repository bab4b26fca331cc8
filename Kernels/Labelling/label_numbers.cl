#pragma OPENCL FP_CONTRACT OFF
// Second half of the labelling (label_runs.cl): roots are counted and numbered in column order, then every pixel gets
// the number of its run's root. A work-item owns LABEL_COLUMNS columns of `segment` rows; counts[segment][x] is the
// number of roots of a column's segment, and after the host's running sum the number of all roots before it.
#define LABEL_COLUMNS 64

static inline bool is_root(global const uchar *in, global const uint *labels, long row_start, int x, uint run)
{
    return in[x] != 0 && (x == 0 || in[x - 1] == 0) && labels[row_start + x] == run;
}

kernel void label_count(global const uchar *restrict mask, global const uint *restrict labels, int width, int height,
                        int shift, int segment, global uint *restrict counts)
{
    const int first_x = get_global_id(0) * LABEL_COLUMNS, last_x = min(first_x + LABEL_COLUMNS, width);
    const int part = get_global_id(1), from = part * segment, to = min(from + segment, height);
    if (first_x >= width || from >= height) return;
    for (int x = first_x; x < last_x; ++x) counts[(long)part * width + x] = 0;
    for (int row = from; row < to; ++row) {
        global const uchar *in = mask + (long)row * width;
        for (int x = first_x; x < last_x;) {
            if (x + LABEL_BATCH <= last_x && batch_is(in + x, false)) {
                x += LABEL_BATCH;
                continue;
            }
            if (is_root(in, labels, (long)row * width, x, RUN | (uint)x << shift | (uint)row))
                counts[(long)part * width + x] += 1;
            ++x;
        }
    }
}

kernel void label_number(global const uchar *restrict mask, global uint *restrict labels, int width, int height,
                         int shift, int segment, global uint *restrict counts)
{
    const int first_x = get_global_id(0) * LABEL_COLUMNS, last_x = min(first_x + LABEL_COLUMNS, width);
    const int part = get_global_id(1), from = part * segment, to = min(from + segment, height);
    if (first_x >= width || from >= height) return;
    for (int row = from; row < to; ++row) {
        global const uchar *in = mask + (long)row * width;
        for (int x = first_x; x < last_x;) {
            if (x + LABEL_BATCH <= last_x && batch_is(in + x, false)) {
                x += LABEL_BATCH;
                continue;
            }
            if (is_root(in, labels, (long)row * width, x, RUN | (uint)x << shift | (uint)row)) {
                counts[(long)part * width + x] += 1;
                labels[(long)row * width + x] = counts[(long)part * width + x];
            }
            ++x;
        }
    }
}

// Writes every pixel. Entries of roots of other rows are read while their own rows are written: they hold the same
// number before and after. One row per work-item.
kernel void label_expand(global const uchar *restrict mask, volatile global uint *labels, int width, int height,
                         int shift)
{
    const int row = get_global_id(1);
    if (row >= height || get_global_id(0) > 0) return;
    global const uchar *in = mask + (long)row * width;
    global uint *out = (global uint *)labels + (long)row * width;
    uint number = 0;
    for (int x = 0; x < width;) {
        const bool inside = x > 0 && in[x - 1] != 0;
        if (x + LABEL_BATCH <= width && batch_is(in + x, inside)) {
            vstore16((uint16)number, 0, out + x);
            vstore16((uint16)number, 1, out + x);
            x += LABEL_BATCH;
            continue;
        }
        if (in[x] == 0) {
            number = 0;
        } else if (!inside) {
            number = labels[(long)row * width + x];
            if (number & RUN) number = labels[run_place(number, width, shift)];
        }
        out[x] = number;
        ++x;
    }
}

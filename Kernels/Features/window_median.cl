#pragma OPENCL FP_CONTRACT OFF
// median_box and median_sphere: element count / 2 of a window's sorted pixels (the table is explained in window_rows;
// count is odd). Pixels must be ordinary (not PixelValues.haveSpecialValues). Two vectors are worked on at a time, which hides the
// latency of the comparisons.
//
// Small windows: half of the pixels and one more are held, the smallest and the largest of them cannot be the median
// and make room for the next pixel, until one is left. Larger windows: the median lies between two of the window's
// values, `low` and `high`. Each round counts the pixels up to a pivot between the two and moves one of them to the
// nearest pixel on the median's side. The pivot is where the median would be if the pixels between were evenly spread,
// every fourth time the middle of the bits, so that no distribution makes it slow; the first is the median one row up.
#define HELD 24
#define MEDIAN_VECTORS 2

// Bits that sort as the floats do, and back.
INLINE ints ordered(ints bits)
{
    return bits ^ ((bits >> 31) & 0x7fffffff);
}

// What is known of the medians of a group of vectors: low <= median <= high, `fewer` pixels are below low and `upto`
// are at most high.
typedef struct {
    floats low[MEDIAN_VECTORS], high[MEDIAN_VECTORS], pivot[MEDIAN_VECTORS];
    ints fewer[MEDIAN_VECTORS], upto[MEDIAN_VECTORS];
} Bounds;

// One round; the first one (a constant) also finds the smallest and the largest pixel.
INLINE void narrow(global float *arena, global const float *tables, Job job, int stride, int height, int depth, int row,
                   int z, int x, Bounds *bounds, const int vectors, const int first)
{
    WINDOW_BEGIN(row)
    const int c = job.half_width, cz = HALF_DEPTH;
    const floats infinite = (floats)INFINITY;
    ints counted[MEDIAN_VECTORS];
    floats least[MEDIAN_VECTORS], most[MEDIAN_VECTORS], above[MEDIAN_VECTORS], below[MEDIAN_VECTORS];
#pragma unroll
    for (int k = 0; k < vectors; ++k) {
        counted[k] = (ints)0;
        least[k] = above[k] = infinite;
        most[k] = below[k] = -infinite;
    }
    for (int dz = -cz; dz <= cz; ++dz)
        for (int dy = -c; dy <= c; ++dy) {
            const int w = HALF_SPAN(dy, dz);
            global const float *in = WINDOW_ROW(row + dy, z + dz) + x;
            for (int dx = -w; dx <= w; ++dx)
#pragma unroll
                for (int k = 0; k < vectors; ++k) {
                    const floats v = LOAD(in + dx + k * LANES);
                    const ints inside = v <= bounds->pivot[k];
                    const floats low = inside ? v : -infinite, high = inside ? infinite : v;
                    counted[k] = inside ? counted[k] + 1 : counted[k];
                    below[k] = low > below[k] ? low : below[k];
                    above[k] = high < above[k] ? high : above[k];
                    if (first) {
                        least[k] = v < least[k] ? v : least[k];
                        most[k] = v > most[k] ? v : most[k];
                    }
                }
        }
#pragma unroll
    for (int k = 0; k < vectors; ++k) {
        if (first) {
            bounds->low[k] = least[k];
            bounds->high[k] = most[k];
            bounds->fewer[k] = (ints)0;
            bounds->upto[k] = (ints)job.count;
        }
        const ints reached = counted[k] > job.count / 2;
        bounds->high[k] = reached ? below[k] : bounds->high[k];
        bounds->upto[k] = reached ? counted[k] : bounds->upto[k];
        bounds->low[k] = reached ? bounds->low[k] : above[k];
        bounds->fewer[k] = reached ? bounds->fewer[k] : counted[k];
    }
}

INLINE void median_of_many(global float *arena, global const float *tables, Job job, int stride, int width, int height,
                           int depth, int row, int z, int x, floats *median, const int vectors)
{
    Bounds bounds;
#pragma unroll
    for (int k = 0; k < vectors; ++k) bounds.pivot[k] = median[k];
    narrow(arena, tables, job, stride, height, depth, row, z, x, &bounds, vectors, 1);
    for (int round = 1;; ++round) {
        ints open = (ints)0;
#pragma unroll
        for (int k = 0; k < vectors; ++k) {
            const floats low = bounds.low[k], high = bounds.high[k];
            open |= (low < high) & (LANE_NUMBERS + (x + k * LANES) < width);
            const floats share = (FLOATS(job.count / 2 - bounds.fewer[k]) + 0.5f) /
                                 FLOATS(bounds.upto[k] - bounds.fewer[k]);
            const ints a = ordered(AS_INTS(low)), b = ordered(AS_INTS(high));
            const floats middle = AS_FLOATS(ordered((a >> 1) + (b >> 1)));
            const floats pivot = round % 4 == 0 ? middle : low + (high - low) * share;
            bounds.pivot[k] = pivot >= low && pivot < high ? pivot : low;
        }
        if (!ANY(open)) break;
        narrow(arena, tables, job, stride, height, depth, row, z, x, &bounds, vectors, 0);
    }
#pragma unroll
    for (int k = 0; k < vectors; ++k) median[k] = bounds.low[k];
}

INLINE void median_of_few(global float *arena, global const float *tables, Job job, int stride, int height, int depth,
                          int row, int z, int x, floats *median, const int vectors)
{
    WINDOW_BEGIN(row)
    const int c = job.half_width, cz = HALF_DEPTH;
    floats held[HELD][MEDIAN_VECTORS], least[MEDIAN_VECTORS], most[MEDIAN_VECTORS];
    int n = 0, full = job.count / 2 + 2;
    for (int dz = -cz; dz <= cz; ++dz)
        for (int dy = -c; dy <= c; ++dy) {
            const int w = HALF_SPAN(dy, dz);
            global const float *in = WINDOW_ROW(row + dy, z + dz) + x;
            for (int dx = -w; dx <= w; ++dx) {
#pragma unroll
                for (int k = 0; k < vectors; ++k) held[n][k] = LOAD(in + dx + k * LANES);
                if (++n < full) continue;
#pragma unroll
                for (int k = 0; k < vectors; ++k) {
                    const floats a = held[0][k], b = held[n - 1][k];
                    least[k] = a < b ? a : b;
                    most[k] = a > b ? a : b;
                }
                // All that are held, but for the smallest and the largest, move to the front.
                for (int i = 1; i < n - 1; ++i)
#pragma unroll
                    for (int k = 0; k < vectors; ++k) {
                        const floats v = held[i][k], larger = v > least[k] ? v : least[k];
                        least[k] = v < least[k] ? v : least[k];
                        held[i - 1][k] = larger < most[k] ? larger : most[k];
                        most[k] = larger > most[k] ? larger : most[k];
                    }
                n -= 2;
                --full;
            }
        }
#pragma unroll
    for (int k = 0; k < vectors; ++k) median[k] = held[0][k];
}

INLINE void median_columns(global float *arena, global const float *tables, Job job, int stride, int width, int height,
                           int depth, int from, int to, int z, int x, const int vectors)
{
    floats median[MEDIAN_VECTORS];
#pragma unroll
    for (int k = 0; k < vectors; ++k) median[k] = LOAD(SRC_ROW(from, z) + x + k * LANES);
    for (int row = from; row < to; ++row) {
        if (job.count / 2 + 2 <= HELD)
            median_of_few(arena, tables, job, stride, height, depth, row, z, x, median, vectors);
        else
            median_of_many(arena, tables, job, stride, width, height, depth, row, z, x, median, vectors);
#pragma unroll
        for (int k = 0; k < vectors; ++k) STORE(median[k], DST_ROW(row, z) + x + k * LANES);
    }
}

FEATURE_KERNEL(window_median)
{
    FEATURE_BEGIN
    int x = first_x;
    for (; x + (MEDIAN_VECTORS - 1) * LANES < last_x; x += MEDIAN_VECTORS * LANES)
        median_columns(arena, tables, job, stride, width, height, depth, from, to, z, x, MEDIAN_VECTORS);
    for (; x < last_x; x += LANES)
        median_columns(arena, tables, job, stride, width, height, depth, from, to, z, x, 1);
    for (int row = from; row < to; ++row) REPLICATE(DST_ROW(row, z));
}

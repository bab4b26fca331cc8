#pragma OPENCL FP_CONTRACT OFF
// What the kernels of windows share.
//
// A window's table holds, as the bits of an int, the half span in x of each of its rows: entry
// table + (dz + cz) * (2 c + 1) + dy + c is w if the pixels from -w to w of row (dy, dz) belong to the window, and -1
// if none does; c is half_width and cz is c in volumes, 0 in planes. `count` is the number of pixels of the window.

#define HALF_DEPTH (depth > 1 ? job.half_width : 0)
#define HALF_SPAN(dy, dz) \
    as_int(tables[job.table + ((dz) + HALF_DEPTH) * (2 * job.half_width + 1) + (dy) + job.half_width])

// Rows around `row`, at most half_width away, without a division per row: WINDOW_BEGIN once, then WINDOW_ROW.
#define WINDOW_BEGIN(row)                                  \
    const int first_row = max((row) - job.half_width, 0);  \
    const int first_slot = first_row % job.src_ring;       \
    global const float *const plane = arena + job.src;
#define WINDOW_ROW(y, z) \
    window_row(plane, job.src_ring, first_slot, clamp(y, 0, height - 1) - first_row, clamp(z, 0, depth - 1), stride)

INLINE global const float *window_row(global const float *plane, int ring, int slot, int rows, int z, int stride)
{
    slot += rows;
    return plane + ((long)z * ring + (slot >= ring ? slot - ring : slot)) * stride;
}

// 0 1 2 … of a vector's lanes.
#if LANES == 1
#define LANE_NUMBERS 0
#define ANY(v) ((v) != 0)
#define COUNTED(condition) (condition)
#else
#if LANES == 8
#define LANE_NUMBERS ((ints)(0, 1, 2, 3, 4, 5, 6, 7))
#else
#define LANE_NUMBERS ((ints)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
#endif
#define ANY(v) any(v)
#define COUNTED(condition) (-(condition))
#endif

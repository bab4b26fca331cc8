#pragma OPENCL FP_CONTRACT OFF
// Pixels as they are stored -> float32 planes, rounded to the nearest. src holds whole rows without gaps, its first
// one being row `first_row`; it is 64 pixels longer than its rows, so that the last vector may read past them.

#if LANES == 1
#define CONVERTED(p) convert_float(*(p))
#else
#define CONVERTED(p) convert_float16(vload16(0, p))
#endif

#define LOAD_KERNEL(name, type)                                                                               \
    kernel void name(global const type *restrict src, global float *restrict dst, long dst_origin, int stride, \
                     int width, int first_row, int end_row)                                                    \
    {                                                                                                          \
        const int first_x = get_global_id(0) * BLOCK_WIDTH;                                                    \
        const int last_x = min(first_x + BLOCK_WIDTH, width);                                                  \
        const int from = first_row + get_global_id(1) * BLOCK_ROWS;                                            \
        const int to = min(from + BLOCK_ROWS, end_row);                                                        \
        for (int row = from; row < to; ++row) {                                                                \
            global const type *in = src + (long)(row - first_row) * width;                                     \
            global float *out = dst + dst_origin + (long)row * stride;                                         \
            for (int x = first_x; x < last_x; x += LANES) STORE(CONVERTED(in + x), out + x);                   \
        }                                                                                                      \
    }

LOAD_KERNEL(load_uint8, uchar)
LOAD_KERNEL(load_uint16, ushort)
LOAD_KERNEL(load_uint32, uint)
LOAD_KERNEL(load_float32, float)

#pragma OPENCL FP_CONTRACT OFF
// Pixels as they are stored -> float32, rounded to the nearest. Pixel (x, y, z) lies at
// src[z * slice + (y - first_row) * width + x]; nothing beyond the image is read.

#if LANES == 1
#define CONVERTED(p) convert_float(*(p))
#else
#define CONVERTED(p) FLOATS(LOAD(p))
#endif

#define LOAD_ARGUMENTS(type) FEATURE_ARGUMENTS, global const type *restrict src, long slice, int first_row
#define LOAD_VALUES FEATURE_VALUES, src, slice, first_row

#define LOAD_KERNEL(name, type)                                                                                 \
    OUTLINED_KERNEL(name, LOAD_ARGUMENTS(type), LOAD_VALUES)                                                    \
    {                                                                                                           \
        FEATURE_BEGIN                                                                                           \
        for (int row = from; row < to; ++row) {                                                                 \
            global const type *in = src + z * slice + (long)(row - first_row) * width;                          \
            global float *out = DST_ROW(row, z);                                                                \
            int x = first_x;                                                                                    \
            PLAIN_LOOP for (; x + LANES <= last_x; x += LANES) STORE(CONVERTED(in + x), out + x);                          \
            PLAIN_LOOP for (; x < last_x; ++x) out[x] = convert_float(in[x]);                                              \
            REPLICATE(out);                                                                                     \
        }                                                                                                       \
    }

LOAD_KERNEL(load_uint8, uchar)
LOAD_KERNEL(load_uint16, ushort)

#pragma OPENCL FP_CONTRACT OFF
// What the filters of features that are chosen in a matrix share (Sources/Features/README.md): s = w0 * p(0), then for
// j = 1 … half width s = fma(p(+j) ± p(-j), wj, s), minus for first derivatives, every sum of a pair rounded first.
// Beyond an edge lies the image mirrored at its outermost pixels. Weights w0, w1, … come from the host.

#define FILTER_VECTORS (BLOCK_VECTORS < 4 ? BLOCK_VECTORS : 4)

// LOAD and STORE of global memory as one instruction each, also where a compiler takes vload and vstore apart.
#if LANES == 1
#define LOAD_ROW(p) (*(p))
#define STORE_ROW(v, p) (*(p) = (v))
#else
typedef floats unaligned_floats __attribute__((aligned(4)));
#define LOAD_ROW(p) (*(global const unaligned_floats *)(p))
#define STORE_ROW(v, p) (*(global unaligned_floats *)(p) = (v))
#endif

// The pixel that stands for the i-th of `count`: … 2 1 0 1 2 …, with the period 2 * (count - 1).
INLINE int mirrored(int i, int count)
{
    if (i >= 0 && i < count) return i;
    if (count == 1) return 0;
    const int period = 2 * (count - 1), place = (int)(abs(i) % (uint)period);
    return place < count ? place : period - place;
}

// The filter along x at one pixel, wherever the edges are. option: 1 for a first derivative, 2 more for the product of
// both rows.
INLINE float filtered_pixel(global const float *in, global const float *in2, int x, int width,
                            global const float *weights, int half_width, int option)
{
    const bool is_odd = option & 1, is_product = option & 2;
    float sum = weights[0] * (is_product ? in[x] * in2[x] : in[x]);
    for (int j = 1; j <= half_width; ++j) {
        const int after = mirrored(x + j, width), before = mirrored(x - j, width);
        const float a = is_product ? in[after] * in2[after] : in[after];
        const float b = is_product ? in[before] * in2[before] : in[before];
        sum = fma(is_odd ? a - b : a + b, weights[j], sum);
    }
    return sum;
}

// The filtered vectors at column x of the lines centre, BEFORE(j) and AFTER(j).
#define FILTER_LINES(sums, centre, BEFORE, AFTER, weights, half_width, is_odd)                                        \
    {                                                                                                                 \
        _Pragma("unroll") for (int k = 0; k < FILTER_VECTORS; ++k) sums[k] =                                          \
            (floats)((weights)[0]) * LOAD_ROW((centre) + k * LANES);                                                  \
        for (int j = 1; j <= (half_width); ++j) {                                                                     \
            global const float *after = AFTER(j), *before = BEFORE(j);                                                \
            const floats weight = (floats)((weights)[j]);                                                             \
            _Pragma("unroll") for (int k = 0; k < FILTER_VECTORS; ++k)                                                \
            {                                                                                                         \
                const floats a = LOAD_ROW(after + k * LANES), b = LOAD_ROW(before + k * LANES);                       \
                sums[k] = fma((is_odd) ? a - b : a + b, weight, sums[k]);                                             \
            }                                                                                                         \
        }                                                                                                             \
    }

// Rows around `row` of a plane in rings, at most `half_width` away before they are mirrored, without a division a row.
typedef struct {
    global const float *slice;  // column x of the ring's first row in the slice
    int first, slot, ring;      // the first row that may be asked for, and its slot
} Rows;

INLINE Rows rows_around(global const float *plane, int ring, int row, int half_width, int z, int stride)
{
    Rows rows;
    rows.slice = plane + (long)z * ring * stride;
    rows.ring = ring;
    rows.first = max(row - half_width, 0);
    rows.slot = rows.first % ring;
    return rows;
}

// Mirrored rows lie no farther from `row` than those that they stand for.
INLINE global const float *mirrored_row(Rows rows, int y, int height, int stride)
{
    const int slot = rows.slot + mirrored(y, height) - rows.first;
    return rows.slice + (long)(slot >= rows.ring ? slot - rows.ring : slot) * stride;
}

#pragma OPENCL FP_CONTRACT OFF
// What gaussian_blur has in common along y and along z (gaussian_blur.cl, gaussian_slices.cl).

#define COLUMN_VECTORS (BLOCK_VECTORS < 2 ? BLOCK_VECTORS : 2)
// Lines that are summed at once: as many sums as there are registers for, which are half as many where they are short.
#define LINES (LANES == 8 ? BLOCK_ROWS / 2 : BLOCK_ROWS)

// Adds the taps of one line to the results at start … start + LINES - 1, for all of which it is loaded once; `all` says
// that they all need it.
#define LINE_TAPS(LINE, all)                                                                                         \
    {                                                                                                                \
        global const float *in = LINE + x, *near = weights + line - start;                                           \
        floats pixels[COLUMN_VECTORS];                                                                               \
        PREFETCH(in + COLUMN_VECTORS * LANES);                                                                       \
        _Pragma("unroll") for (int j = 0; j < COLUMN_VECTORS; ++j) pixels[j] = LOAD(in + j * LANES);                 \
        _Pragma("unroll") for (int k = 0; k < LINES; ++k)                                                            \
        {                                                                                                            \
            if (!(all) && abs(line - start - k) > h) continue;                                                       \
            const floats weight = (floats)near[-k];                                                                  \
            _Pragma("unroll") for (int j = 0; j < COLUMN_VECTORS; ++j) totals[k][j] =                                \
                fma(weight, pixels[j], totals[k][j]);                                                                \
        }                                                                                                            \
    }

// The sums along y or z: lines before those that all results need, those, and the lines behind them.
#define LINE_SUMS(LINE)                                                                                              \
    floats totals[LINES][COLUMN_VECTORS];                                                                            \
    _Pragma("unroll") for (int k = 0; k < LINES; ++k)                                                                \
        _Pragma("unroll") for (int j = 0; j < COLUMN_VECTORS; ++j) totals[k][j] = (floats)0.0f;                      \
    const int inner = max(min(start + LINES - 1 - h, start + h + 1), start - h);                                     \
    int line = start - h;                                                                                            \
    PLAIN_LOOP for (int part = 0; part < 3; ++part)                                                                  \
    {                                                                                                                \
        const int end = part == 0 ? inner : part == 1 ? start + h + 1 : start + LINES + h;                           \
        if (part == 1)                                                                                               \
            for (; line < end; ++line) LINE_TAPS(LINE, true)                                                         \
        else                                                                                                         \
            for (; line < end; ++line) LINE_TAPS(LINE, false)                                                        \
    }

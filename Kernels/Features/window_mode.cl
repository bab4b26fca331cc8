#pragma OPENCL FP_CONTRACT OFF
// mode_box and mode_sphere: the most frequent whole number 0 … 255 of a window, the smallest of equals, 0 if there is
// none (the table is explained in window_rows). Pixels are truncated; those outside -1 < v < 256, NaN and positions
// outside the image do not count (clij's mode kernels). The histogram follows the row pixel by pixel.

INLINE void change_bin(uint *bins, float v, uint by)
{
    if (v > -1.0f && v < 256.0f) bins[(int)v] += by;
}

FEATURE_KERNEL(window_mode)
{
    FEATURE_BEGIN
    const int c = job.half_width, cz = HALF_DEPTH;
    for (int row = from; row < to; ++row) {
        WINDOW_BEGIN(row)
        global float *out = DST_ROW(row, z);
        uint bins[256];
        for (int i = 0; i < 256; ++i) bins[i] = 0;
        for (int x = first_x; x < last_x; ++x) {
            for (int dz = max(-cz, -z); dz <= min(cz, depth - 1 - z); ++dz)
                for (int dy = max(-c, -row); dy <= min(c, height - 1 - row); ++dy) {
                    const int w = HALF_SPAN(dy, dz);
                    if (w < 0) continue;
                    global const float *in = WINDOW_ROW(row + dy, z + dz);
                    if (x == first_x) {
                        for (int i = max(x - w, 0); i <= min(x + w, width - 1); ++i) change_bin(bins, in[i], 1);
                    } else {
                        if (x - w - 1 >= 0) change_bin(bins, in[x - w - 1], -1);
                        if (x + w < width) change_bin(bins, in[x + w], 1);
                    }
                }
            uint most = 0;
            for (int i = 0; i < 256; ++i) most = max(most, bins[i]);
            int mode = 0;
            while (bins[mode] != most) ++mode;
            out[x] = (float)mode;
        }
        REPLICATE(out);
    }
}

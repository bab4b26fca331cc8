#pragma OPENCL FP_CONTRACT OFF
// 1 where a pixel is the largest (option 0) or smallest (option 1) of its 9 or 27 neighbours, else 0; x outermost, then
// y, then z, the earlier of equals wins. Positions before the first column, row or slice do not take part; those past
// the last are clamped (clij's detect_maxima, detect_minima).
FEATURE_KERNEL(local_extremes)
{
    FEATURE_BEGIN
    const float sign = job.option == 0 ? 1.0f : -1.0f;
    for (int row = from; row < to; ++row) {
        global const float *in[9];
        for (int i = 0; i < 9; ++i) in[i] = SRC_ROW(row - 1 + i / 3, z - 1 + i % 3);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
            floats best = LOAD(in[4] + x) * sign - 1.0f, own = (floats)1.0f;
            for (int dx = -1; dx <= 1; ++dx) {
                const ints inside = LANE_NUMBERS + (x + dx) >= 0;
                for (int i = 0; i < 9; ++i) {
                    const int dy = i / 3 - 1, dz = i % 3 - 1;
                    if (row + dy < 0 || z + dz < 0 || (depth == 1 && dz != 0)) continue;
                    const floats v = LOAD(in[i] + x + dx) * sign;
                    const ints better = (v > best) & inside;
                    best = better ? v : best;
                    own = better ? (floats)(dx == 0 && dy == 0 && dz == 0 ? 1.0f : 0.0f) : own;
                }
            }
            STORE(own, out + x);
        }
        REPLICATE(out);
    }
}

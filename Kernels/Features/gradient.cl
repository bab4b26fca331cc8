#pragma OPENCL FP_CONTRACT OFF
// gradient_x, _y, _z (option 0, 1, 2): the next pixel minus the one before, not halved.
FEATURE_KERNEL(gradient)
{
    FEATURE_BEGIN
    const int dx = job.option == 0, dy = job.option == 1, dz = job.option == 2;
    for (int row = from; row < to; ++row) {
        global const float *before = SRC_ROW(row - dy, z - dz) - dx, *after = SRC_ROW(row + dy, z + dz) + dx;
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) STORE(LOAD(after + x) - LOAD(before + x), out + x);
        REPLICATE(out);
    }
}

#pragma OPENCL FP_CONTRACT OFF
// An eigenvalue of a symmetric matrix at every pixel; option is its index, the largest first. A job is two with the
// planes xx, xy | yy, or three with xx, xy | xz, yy | yz, zz.

FEATURE_KERNEL(eigenvalue_2)
{
    global const Job *pair = jobs + first_job + 2 * (item.z / depth);
    const Job job = pair[0];
    BLOCK_BEGIN(BLOCK_ROWS)
    PLAIN_LOOP for (int row = from; row < to; ++row) {
        global const float *xx = SRC_ROW(row, z), *xy = SRC2_ROW(row, z);
        global const float *yy = ROW(pair[1].src, pair[1].src_ring, row, z);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
            const floats a = LOAD_ROW(xx + x), b = LOAD_ROW(xy + x), c = LOAD_ROW(yy + x);
            const floats middle = (a + c) * 0.5f, difference = (a - c) * 0.5f;
            const floats root = SQUARE_ROOT(difference * difference + b * b);
            STORE_ROW(job.option == 0 ? middle + root : middle - root, out + x);
        }
        REPLICATE(out);
    }
}

FEATURE_KERNEL(eigenvalue_3)
{
    global const Job *group = jobs + first_job + 3 * (item.z / depth);
    const Job job = group[0];
    BLOCK_BEGIN(BLOCK_ROWS)
    PLAIN_LOOP for (int row = from; row < to; ++row) {
        global const float *in[6];
        for (int i = 0; i < 6; ++i) {
            const Job part = group[i / 2];
            in[i] = i % 2 == 0 ? ROW(part.src, part.src_ring, row, z) : ROW(part.src2, part.src2_ring, row, z);
        }
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
            const floats xx = LOAD_ROW(in[0] + x), xy = LOAD_ROW(in[1] + x), xz = LOAD_ROW(in[2] + x);
            const floats yy = LOAD_ROW(in[3] + x), yz = LOAD_ROW(in[4] + x), zz = LOAD_ROW(in[5] + x);
            floats values[3];
            // The last axis comes first, as on the host.
            symmetric_cubic(zz, yz, xz, yy, xy, xx, values);
            STORE_ROW(job.option == 0 ? values[2] : job.option == 1 ? values[1] : values[0], out + x);
        }
        REPLICATE(out);
    }
}

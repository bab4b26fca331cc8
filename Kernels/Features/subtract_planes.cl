#pragma OPENCL FP_CONTRACT OFF
// dst = src0 - src1 in float32; the difference of Gaussians is made of two blurs with it.
kernel void subtract_planes(global const float *restrict src0, long src0_origin, long src1_origin,
                            global float *restrict dst, long dst_origin, int stride, int width, int first_row,
                            int end_row)
{
    const int first_x = get_global_id(0) * BLOCK_WIDTH;
    const int last_x = min(first_x + BLOCK_WIDTH, width);
    const int from = first_row + get_global_id(1) * BLOCK_ROWS;
    const int to = min(from + BLOCK_ROWS, end_row);
    for (int row = from; row < to; ++row) {
        global const float *line = src0 + (long)row * stride;
        global float *out = dst + dst_origin + (long)row * stride;
        for (int x = first_x; x < last_x; x += LANES)
            STORE(LOAD(line + src0_origin + x) - LOAD(line + src1_origin + x), out + x);
    }
}

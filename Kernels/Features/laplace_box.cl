#pragma OPENCL FP_CONTRACT OFF
// laplace_box in 2D: 8 * centre - the eight neighbours, summed in double in this order, rounded once.
kernel void laplace_box_2d(global const float *restrict src, long src_origin, global float *restrict dst,
                           long dst_origin, int stride, int width, int first_row, int end_row, int top, int bottom)
{
    const int first_x = get_global_id(0) * BLOCK_WIDTH;
    const int last_x = min(first_x + BLOCK_WIDTH, width);
    const int from = first_row + get_global_id(1) * BLOCK_ROWS;
    const int to = min(from + BLOCK_ROWS, end_row);
    for (int row = from; row < to; ++row) {
        global const float *centre = src + src_origin + (long)row * stride;
        global const float *above = src + src_origin + (long)max(row - 1, top) * stride;
        global const float *below = src + src_origin + (long)min(row + 1, bottom) * stride;
        global float *out = dst + dst_origin + (long)row * stride;
        for (int x = first_x; x < last_x; x += LANES) {
            doubles sum = DOUBLES(LOAD(centre + x)) * 8.0;
            sum = sum - DOUBLES(LOAD(centre + x + 1));
            sum = sum - DOUBLES(LOAD(centre + x - 1));
            sum = sum - DOUBLES(LOAD(above + x));
            sum = sum - DOUBLES(LOAD(below + x));
            sum = sum - DOUBLES(LOAD(above + x - 1));
            sum = sum - DOUBLES(LOAD(above + x + 1));
            sum = sum - DOUBLES(LOAD(below + x - 1));
            sum = sum - DOUBLES(LOAD(below + x + 1));
            STORE(FLOATS(sum), out + x);
        }
    }
}

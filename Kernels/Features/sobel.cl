#pragma OPENCL FP_CONTRACT OFF
// sobel in 2D: gx and gy with the weights 1-2-1, each summed in double in this order and rounded to float32; then
// sqrt(fma(gx, gx, gy * gy)).
kernel void sobel_2d(global const float *restrict src, long src_origin, global float *restrict dst, long dst_origin,
                     int stride, int width, int first_row, int end_row, int top, int bottom)
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
            const doubles a = DOUBLES(LOAD(above + x - 1)), b = DOUBLES(LOAD(above + x)),
                          c = DOUBLES(LOAD(above + x + 1)), d = DOUBLES(LOAD(centre + x - 1)),
                          e = DOUBLES(LOAD(centre + x + 1)), f = DOUBLES(LOAD(below + x - 1)),
                          g = DOUBLES(LOAD(below + x)), h = DOUBLES(LOAD(below + x + 1));
            const floats gx = FLOATS(((((-a - d * 2.0) - f) + c) + e * 2.0) + h);
            const floats gy = FLOATS(((((-a - b * 2.0) - c) + f) + g * 2.0) + h);
            const floats square = gy * gy;
            STORE(SQUARE_ROOT(fma(gx, gx, square)), out + x);
        }
    }
}

#pragma OPENCL FP_CONTRACT OFF
// Writes the first and last pixel of each row into the `reach` columns left and right of the image, which is how
// every reading past the image ends in the reference (clamp to edge).
kernel void replicate_columns(global float *dst, long dst_origin, int stride, int width, int first_row, int end_row,
                              int reach)
{
    const int from = first_row + get_global_id(1) * BLOCK_ROWS;
    const int to = min(from + BLOCK_ROWS, end_row);
    if (get_global_id(0) > 0) return;
    for (int row = from; row < to; ++row) {
        global float *line = dst + dst_origin + (long)row * stride;
        const float first = line[0], last = line[width - 1];
        for (int i = 0; i < reach; ++i) {
            line[-1 - i] = first;
            line[width + i] = last;
        }
    }
}

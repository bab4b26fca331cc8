#pragma OPENCL FP_CONTRACT OFF
// The features of a grid of pixels, as the forest sees them: dst[((input * slices + s) * rows + r) * columns + c] is row
// first_row + r * distance, column first_column + c * distance of slice first_slice + s * slice_distance. A work-item owns
// the pixels of one row of one input's slice; those of the rows r = from_row … are computed when the strip is there.
kernel void forest_samples(global const float *restrict arena, global const long2 *restrict inputs, int stride,
                           int slices, int first_slice, int slice_distance, int input_count, int first_row,
                           int first_column, int distance, int rows, int columns, int from_row, int row_count,
                           global float *restrict dst)
{
    const int r = from_row + (int)get_global_id(0);
    const int plane = get_global_id(1);
    if (r >= from_row + row_count || plane >= input_count * slices) return;
    const int z = first_slice + plane % slices * slice_distance;
    const long2 input = inputs[plane / slices];
    const int ring = (int)input.y;
    global const float *src = arena + input.x + ((long)z * ring + (first_row + r * distance) % ring) * stride;
    global float *row = dst + ((long)plane * rows + r) * columns;
    for (int c = 0; c < columns; ++c) row[c] = src[first_column + c * distance];
}

#pragma OPENCL FP_CONTRACT OFF
// gaussian_blur: separable, rows first. sum over v ascending of fma(weight(v), pixel(v), sum), then one division by
// the sum of the weights. Weights come from the host (spec: SLEEF's expf), so devices agree.

kernel void gaussian_rows(global const float *restrict src, long src_origin, global float *restrict dst,
                          long dst_origin, int stride, int width, int first_row, int end_row,
                          global const float *restrict weights, int first_weight, int half_width, float sum)
{
    const int x = get_global_id(0) * BLOCK_WIDTH;
    const int from = first_row + get_global_id(1) * BLOCK_ROWS;
    const int to = min(from + BLOCK_ROWS, end_row);
    if (x >= width) return;
    global const float *weight = weights + first_weight + half_width;
    for (int row = from; row < to; ++row) {
        global const float *in = src + src_origin + (long)row * stride + x;
        global float *out = dst + dst_origin + (long)row * stride + x;
        floats total[BLOCK_VECTORS];
#pragma unroll
        for (int k = 0; k < BLOCK_VECTORS; ++k) total[k] = (floats)0.0f;
        for (int v = -half_width; v <= half_width; ++v) {
            const floats w = (floats)weight[v];
#pragma unroll
            for (int k = 0; k < BLOCK_VECTORS; ++k) total[k] = fma(w, LOAD(in + v + k * LANES), total[k]);
        }
#pragma unroll
        for (int k = 0; k < BLOCK_VECTORS; ++k) STORE(DIVIDE(total[k], (floats)sum), out + k * LANES);
    }
}

// One vector column of BLOCK_ROWS rows at a time: each source row is loaded once and used for all of them.
kernel void gaussian_columns(global const float *restrict src, long src_origin, global float *restrict dst,
                             long dst_origin, int stride, int width, int first_row, int end_row, int top, int bottom,
                             global const float *restrict weights, int first_weight, int half_width, float sum)
{
    const int first_x = get_global_id(0) * BLOCK_WIDTH;
    const int last_x = min(first_x + BLOCK_WIDTH, width);
    const int from = first_row + get_global_id(1) * BLOCK_ROWS;
    const int count = min(BLOCK_ROWS, end_row - from);
    if (count <= 0) return;
    global const float *weight = weights + first_weight + half_width;
    for (int x = first_x; x < last_x; x += LANES) {
        global const float *in = src + src_origin + x;
        floats total[BLOCK_ROWS];
#pragma unroll
        for (int k = 0; k < BLOCK_ROWS; ++k) total[k] = (floats)0.0f;
        const int inner = from + BLOCK_ROWS - 1 - half_width;
        const int outer = from + half_width;
        int row = from - half_width;
        for (; row < min(inner, outer + 1); ++row) {
            const floats pixel = LOAD(in + (long)clamp(row, top, bottom) * stride);
#pragma unroll
            for (int k = 0; k < BLOCK_ROWS; ++k)
                if (abs(row - from - k) <= half_width) total[k] = fma((floats)weight[row - from - k], pixel, total[k]);
        }
        // Here every row of the block needs every source row.
        for (; row <= outer; ++row) {
            const floats pixel = LOAD(in + (long)clamp(row, top, bottom) * stride);
#pragma unroll
            for (int k = 0; k < BLOCK_ROWS; ++k) total[k] = fma((floats)weight[row - from - k], pixel, total[k]);
        }
        for (; row < from + BLOCK_ROWS + half_width; ++row) {
            const floats pixel = LOAD(in + (long)clamp(row, top, bottom) * stride);
#pragma unroll
            for (int k = 0; k < BLOCK_ROWS; ++k)
                if (abs(row - from - k) <= half_width) total[k] = fma((floats)weight[row - from - k], pixel, total[k]);
        }
        global float *out = dst + dst_origin + (long)from * stride + x;
#pragma unroll
        for (int k = 0; k < BLOCK_ROWS; ++k)
            if (k < count) STORE(DIVIDE(total[k], (floats)sum), out + (long)k * stride);
    }
}

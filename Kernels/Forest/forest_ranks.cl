#pragma OPENCL FP_CONTRACT OFF
// The ranks of a tile among the thresholds of all bins (forest_bins.cl).
#if LANES > 1
// Ranks the tile whose first pixel is (first_x, first_row); rows from `to` on repeat the one before.
INLINE void rank_tile(global const float *restrict arena, global const long2 *restrict inputs, int stride, int z,
                      int first_x, int first_row, int to, global const Bin *restrict bins, int bin_count,
                      global const float *restrict tables, local uchar *restrict dst)
{
    global const float *next[TILE_ROWS];
    for (int i = -1; i < bin_count; ++i) {
        global const float *rows[TILE_ROWS];
#pragma unroll
        for (int row = 0; row < TILE_ROWS; ++row) rows[row] = next[row];
        // The pixels of a bin are fetched while those of the one before are ranked.
        if (i + 1 < bin_count) {
            const long2 input = inputs[bins[i + 1].input];
            global const float *plane = arena + input.x + (long)z * input.y * stride + first_x;
            PLAIN_LOOP for (int row = 0; row < TILE_ROWS; ++row) {
                next[row] = plane + (long)(min(first_row + row, to - 1) % (int)input.y) * stride;
                PLAIN_LOOP for (int x = 0; x < BLOCK_WIDTH; x += 16) PREFETCH(next[row] + x);
            }
        }
        if (i >= 0) rank_bin(rows, tables, bins[i], dst + i * TILE);
    }
}
#endif

#pragma OPENCL FP_CONTRACT OFF
// The class of single pixels from the exact votes, as forest_walk finds it, for pixels whose quantised votes are too
// close to tell. Nodes, roots and weights are those of forest_walk.
#if LANES > 1
#define EXACT_PIXELS 4

#define EXACT_ARGUMENTS                                                                                              \
    global const float *restrict arena, global const long2 *restrict inputs, int input_count, int stride, int z,     \
        int first_x, int from, ushort *list, int count, global const int4 *restrict nodes,                           \
        global const int2 *restrict roots, int tree_count, global const double *restrict weights, int class_count,   \
        int class_stride, global const int *restrict ends, global uchar *restrict dst, int width,                    \
        local float *restrict values
#define EXACT_VALUES                                                                                                 \
    arena, inputs, input_count, stride, z, first_x, from, list, count, nodes, roots, tree_count, weights,            \
        class_count, class_stride, ends, dst, width, values

// Classifies the `count` pixels of `list`, each y * BLOCK_WIDTH + x within the block whose first pixel is (first_x,
// from); the list has room for EXACT_PIXELS - 1 more. `values` has room for EXACT_PIXELS floats per input.
INLINE void classify_exactly(EXACT_ARGUMENTS, const int averaged)
{
    if (count == 0) return;
    PLAIN_LOOP for (int i = 0; i < EXACT_PIXELS - 1; ++i) list[count + i] = list[count - 1];
    for (int start = 0; start < count; start += EXACT_PIXELS) {
        for (int f = 0; f < input_count; ++f) {
            const int ring = (int)inputs[f].y;
            global const float *plane = arena + inputs[f].x + (long)z * ring * stride + first_x;
#pragma unroll
            for (int p = 0; p < EXACT_PIXELS; ++p) {
                const int at = list[start + p];
                values[f * EXACT_PIXELS + p] =
                    plane[(long)((from + at / BLOCK_WIDTH) % ring) * stride + at % BLOCK_WIDTH];
            }
        }
        float best[EXACT_PIXELS];
        int best_class[EXACT_PIXELS];
        for (int first = 0; first < class_count; first += 4) {
            float4 votes[EXACT_PIXELS], totals[EXACT_PIXELS];
#pragma unroll
            for (int p = 0; p < EXACT_PIXELS; ++p) votes[p] = totals[p] = (float4)(0.0f);
            for (int tree = 0; tree < tree_count; ++tree) {
                int place[EXACT_PIXELS];
#pragma unroll
                for (int p = 0; p < EXACT_PIXELS; ++p) place[p] = roots[tree].x;
                // A leaf leads to itself, so that all pixels take the same number of steps, without branches.
                for (int step = roots[tree].y; step > 0; --step) {
#pragma unroll
                    for (int p = 0; p < EXACT_PIXELS; ++p) {
                        global const int *node = (global const int *)(nodes + place[p]);
                        place[p] = node[3 - (values[node[0] * EXACT_PIXELS + p] < as_float(node[1]))];
                    }
                }
#pragma unroll
                for (int p = 0; p < EXACT_PIXELS; ++p) {
                    const long row = nodes[place[p]].y;
                    const double4 weight = vload4(0, weights + row * class_stride + first);
                    votes[p] = convert_float4(convert_double4(votes[p]) + weight);
                }
                if (averaged && ends[tree] > 0)
                    for (int p = 0; p < EXACT_PIXELS; ++p) {
                        totals[p] = with_forest_4(totals[p], votes[p], ends[tree]);
                        votes[p] = (float4)(0.0f);
                    }
            }
            PLAIN_LOOP for (int p = 0; p < EXACT_PIXELS; ++p) {
                float lanes[4];
                vstore4(averaged ? quotients_4(totals[p], tree_count) : votes[p], 0, lanes);
                for (int k = 0; k < 4 && first + k < class_count; ++k)
                    if (first + k == 0 || best[p] < lanes[k]) {
                        best[p] = lanes[k];
                        best_class[p] = first + k + 1;
                    }
            }
        }
        PLAIN_LOOP for (int p = 0; p < EXACT_PIXELS; ++p) {
            const int at = list[start + p];
            dst[(long)(at / BLOCK_WIDTH) * width + at % BLOCK_WIDTH] = (uchar)best_class[p];
        }
    }
}

OUTLINED void exact_classes(EXACT_ARGUMENTS) { classify_exactly(EXACT_VALUES, 0); }

// The same for averaged forests (forest_average.cl).
OUTLINED void exact_averages(EXACT_ARGUMENTS) { classify_exactly(EXACT_VALUES, 1); }
#endif

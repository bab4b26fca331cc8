#pragma OPENCL FP_CONTRACT OFF
// What is made of classes and votes. A work-item owns CHUNK consecutive pixels.
#define CHUNK (LANES * 64)

// Probability of class k = s_k / (s_0 + s_1 + …), the sum in float32 in class order; 0 / 0 is NaN. `wanted` is a
// class from 1, whose probability goes to plane 0, or 0 for all, each in place.
kernel void votes_to_probabilities(global float *votes, long votes_plane, int count, int class_count, int wanted)
{
    const int from = get_global_id(0) * CHUNK;
    const int to = min(from + CHUNK, count);
    for (int i = from; i < to; ++i) {
        float sum = votes[i];
        for (int k = 1; k < class_count; ++k) sum = sum + votes[k * votes_plane + i];
        // The quotient is taken in double and rounded once, which is the correctly rounded one.
        if (wanted > 0) {
            votes[i] = (float)((double)votes[(wanted - 1) * votes_plane + i] / (double)sum);
        } else {
            for (int k = 0; k < class_count; ++k) {
                const long at = k * votes_plane + i;
                votes[at] = (float)((double)votes[at] / (double)sum);
            }
        }
    }
}

// The class number as a float: what a ProbabilityMapper gives whose forest ends in a class.
kernel void classes_to_floats(global const uchar *restrict classes, global float *restrict dst, int count)
{
    const int from = get_global_id(0) * CHUNK;
    const int to = min(from + CHUNK, count);
    for (int i = from; i < to; ++i) dst[i] = (float)classes[i];
}

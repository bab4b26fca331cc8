#pragma OPENCL FP_CONTRACT OFF
// Several forests whose probabilities are averaged, each step rounded to float32 (Sources/Forests/README.md, Averaged
// forests): within a forest of n trees the votes s_k are summed as ever; then t_k = t_k + (s_k / n) * n, forest by
// forest, and p_k = t_k / (trees in all). `ends` has for each tree the trees of its forest where it is the last of
// them, else 0. Kernels know at compile time whether they average: nothing of this is in those that do not.

// The quotient is taken in double and rounded once, which is the correctly rounded one: 53 >= 2 * 24 + 2.
INLINE float quotient(float sum, int count) { return (float)((double)sum / (double)count); }

// A class's total with what a forest of `size` trees gives it.
INLINE float with_forest(float total, float votes, int size)
{
    const float weighted = quotient(votes, size) * (float)size;
    return total + weighted;
}

#if LANES > 1
// The same for vectors of `n` floats.
#define AVERAGING(n)                                                                                                 \
    INLINE float##n quotients_##n(float##n sums, int count)                                                          \
    {                                                                                                                \
        return convert_float##n(convert_double##n(sums) / (double##n)(count));                                       \
    }                                                                                                                \
    INLINE float##n with_forest_##n(float##n totals, float##n votes, int size)                                       \
    {                                                                                                                \
        const float##n weighted = quotients_##n(votes, size) * (float##n)((float)size);                              \
        return totals + weighted;                                                                                    \
    }
AVERAGING(4)
AVERAGING(8)
#endif

#pragma OPENCL FP_CONTRACT OFF
// One pixel alone: option says which function, `number` is its parameter s. Exponentials and logarithms are written
// out in double, so that every device gives the same bits; comparisons give 1 or 0.

#if LANES == 1
typedef long longs;
#define LONGS(v) convert_long(v)
#define LONG_BITS(v) as_long(v)
#define FROM_LONG_BITS(v) as_double(v)
#define INTS_OF_DOUBLES(v) convert_int_rtz(v)
#define INTS_OF_LONGS(v) convert_int(v)
#else
typedef OF_LANES(long) longs;
#define LONGS(v) OF_LANES(convert_long)(v)
#define LONG_BITS(v) OF_LANES(as_long)(v)
#define FROM_LONG_BITS(v) OF_LANES(as_double)(v)
#define INTS_OF_DOUBLES(v) INTS(v)
#define INTS_OF_LONGS(v) OF_LANES(convert_int)(v)
#endif

// a = 2^exponent * m with m in [sqrt(1/2), sqrt(2)); returns ln m, by Taylor's series of 2 atanh((m - 1) / (m + 1)).
INLINE doubles logarithm_of_fraction(floats a, doubles *exponent)
{
    const longs bits = LONG_BITS(DOUBLES(a));
    doubles m = FROM_LONG_BITS((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
    doubles e = DOUBLES(INTS_OF_LONGS(bits >> 52) - 1023);
    const doubles root = (doubles)1.4142135623730951;
    e = m >= root ? e + 1.0 : e;
    m = m >= root ? m * 0.5 : m;
    const doubles r = (m - 1.0) / (m + 1.0), q = r * r;
    doubles u = (doubles)(1.0 / 21.0);
#pragma unroll
    for (int k = 19; k >= 3; k -= 2) u = fma(u, q, (doubles)(1.0 / k));
    *exponent = e;
    return fma(u * q, r, r) * 2.0;
}

// Base 2, of a finite number > 0.
INLINE doubles binary_logarithm(floats a)
{
    doubles e;
    const doubles ln = logarithm_of_fraction(a, &e);
    return fma(ln, (doubles)1.4426950408889634, e);
}

// 2^t, t being a number; exact enough for one rounding to float32, which everything past ±200 leaves anyway.
INLINE doubles binary_exponential(doubles t)
{
    t = t < -200.0 ? (doubles)-200.0 : t;
    t = t > 200.0 ? (doubles)200.0 : t;
    const ints n = INTS_OF_DOUBLES(t < 0.0 ? t - 0.5 : t + 0.5);
    const doubles z = (t - DOUBLES(n)) * 0.6931471805599453;
    double factorial = 87178291200.0;
    doubles u = (doubles)(1.0 / 87178291200.0);
#pragma unroll
    for (int k = 14; k >= 1; --k) {
        factorial = factorial / k;
        u = fma(u, z, (doubles)(1.0 / factorial));
    }
    return u * FROM_LONG_BITS(LONGS(n + 1023) << 52);
}

INLINE floats cube_root(floats v)
{
    const floats r = FLOATS(binary_exponential(binary_logarithm(fabs(v)) / 3.0));
    const floats root = v < 0.0f ? -r : r;
    return v != v || v == 0.0f || fabs(v) == (floats)INFINITY ? v : root;
}

// v^y by the rules of C99; small whole exponents by multiplication, so that exact ties round as products do.
INLINE floats power(floats v, float y)
{
    const bool whole = fabs(y) >= 16777216.0f || trunc(y) == y, odd = whole && fabs(y) < 16777216.0f && ((int)y & 1);
    if (whole && fabs(y) <= 64.0f) {
        doubles result = (doubles)1.0, base = DOUBLES(v);
        for (int n = (int)fabs(y); n > 0; n >>= 1) {
            if (n & 1) result = result * base;
            base = base * base;
        }
        return FLOATS(y < 0.0f ? 1.0 / result : result);
    }
    const floats a = fabs(v), infinite = (floats)INFINITY;
    floats result;
    if (fabs(y) == INFINITY) {
        result = (y > 0.0f ? a > 1.0f : a <= 1.0f) ? infinite : (floats)0.0f;
        result = a == 1.0f ? (floats)1.0f : result;
    } else {
        result = y == 0.5f ? SQUARE_ROOT(a) : FLOATS(binary_exponential(binary_logarithm(a) * (double)y));
        if (!whole) result = v < 0.0f ? (floats)NAN : result;
        result = a == 0.0f ? (floats)(y < 0.0f ? INFINITY : 0.0f) : result;
        result = a == infinite ? (floats)(y < 0.0f ? 0.0f : INFINITY) : result;
        if (odd) result = AS_INTS(v) < 0 ? -result : result;
    }
    result = v != v ? (floats)NAN : result;
    if (y != y) result = (floats)NAN;
    return v == 1.0f ? (floats)1.0f : result;
}

INLINE floats point_value(floats v, float s, int option)
{
    const floats one = (floats)1.0f, zero = (floats)0.0f;
    switch (option) {
    case 0: return SQUARE_ROOT(v);
    case 1: return v < 0.0f ? -v : v;
    case 2: return v < 0.0f ? -one : (v > 0.0f ? one : (v == 0.0f ? zero : v));
    case 3: return FLOATS(1.0 / DOUBLES(v));
    case 4: return v != v ? v : FLOATS(binary_exponential(DOUBLES(v != v ? zero : v) * 1.4426950408889634));
    case 5: {
        doubles e;
        const doubles ln = logarithm_of_fraction(v, &e);
        floats result = FLOATS(fma(e, (doubles)0.6931471805599453, ln));
        result = v == (floats)INFINITY || v != v ? v : result;
        result = v == 0.0f ? (floats)-INFINITY : result;
        return v < 0.0f ? (floats)NAN : result;
    }
    case 6: return cube_root(v);
    case 7: return v + s;
    case 8: return v * s;
    case 9: return s - v;
    case 10: return DIVIDE((floats)s, v);
    case 11: return v > s ? v : (floats)s;
    case 12: return v < s ? v : (floats)s;
    case 13: return v > s ? one : zero;
    case 14: return v >= s ? one : zero;
    case 15: return v < s ? one : zero;
    case 16: return v <= s ? one : zero;
    case 17: return v == s ? one : zero;
    case 18: return v != s ? one : zero;
    default: return power(v, s);
    }
}

FEATURE_KERNEL(pointwise)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        global const float *in = SRC_ROW(row, z);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) STORE(point_value(LOAD(in + x), job.number, job.option), out + x);
        REPLICATE(out);
    }
}

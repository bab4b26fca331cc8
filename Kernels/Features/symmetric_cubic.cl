#pragma OPENCL FP_CONTRACT OFF
// The eigenvalues of a symmetric 3 x 3 matrix as roots of its characteristic polynomial, in float32, the smallest
// first: operation by operation Sources/Features/Operators/SymmetricCubic.swift, which says where the formulas come from.

#define SMALLER(a, b) ((a) < (b) ? (a) : (b))
#define LARGER(a, b) ((a) > (b) ? (a) : (b))

// The angle of (x, y) in 0 … pi for y >= 0.
INLINE floats cubic_angle(floats y, floats x)
{
    const floats zero = (floats)0.0f, one = (floats)1.0f, width = fabs(x), height = fabs(y);
    const floats numerator = height > width ? -width : height, denominator = height > width ? height : width;
    const floats s = DIVIDE(numerator, denominator), t = s * s;
    floats sum = (floats)0.00282363896f;
    sum = t * sum - 0.0159569029f;
    sum = t * sum + 0.0425049886f;
    sum = t * sum - 0.074890092f;
    sum = t * sum + 0.106347933f;
    sum = t * sum - 0.142027363f;
    sum = t * sum + 0.199926957f;
    sum = t * sum - 0.333331019f;
    const floats turns = (AS_INTS(x) < 0 ? (floats)-2.0f : zero) + (height > width ? one : zero);
    const floats angle = turns * 0x1.921fb6p+0f + ((t * s) * sum + s);
    const floats flat = AS_INTS(x) < 0 ? (floats)0x1.921fb6p+1f : zero;
    return numerator == 0.0f ? flat : (AS_INTS(x) < 0 ? -angle : angle);
}

// Sine and cosine of an angle in 0 … pi / 3.
INLINE void cubic_sine_cosine(floats angle, floats *sine, floats *cosine)
{
    const floats turned = ((angle - 1.5703125f) - 4.837512969970703125e-4f) - 7.549789954891882e-8f;
    const floats x = angle * 1.27323954473516f >= 1.0f ? turned : angle;
    const floats z = x * x;
    floats even = (floats)2.443315711809948e-5f;
    even = even * z - 1.388731625493765e-3f;
    even = even * z + 4.166664568298827e-2f;
    even = ((even * z) * z - z * 0.5f) + 1.0f;
    floats odd = (floats)-1.9515295891e-4f;
    odd = odd * z + 8.3321608736e-3f;
    odd = odd * z - 1.6666654611e-1f;
    odd = (odd * z) * x + x;
    *sine = angle * 1.27323954473516f >= 1.0f ? even : odd;
    *cosine = angle * 1.27323954473516f >= 1.0f ? -odd : even;
}

INLINE void symmetric_cubic(floats xx, floats xy, floats xz, floats yy, floats yz, floats zz, floats values[3])
{
    const floats zero = (floats)0.0f;
    const floats x_entries = LARGER(fabs(xx), fabs(xy)), y_entries = LARGER(fabs(xz), fabs(yy));
    const floats first = LARGER(x_entries, y_entries), last = LARGER(fabs(yz), fabs(zz));
    // The comparisons are the host's in its order, which NaN would tell apart.
    const floats largest = LARGER(first, last), scale = largest == 0.0f ? (floats)1.0f : largest;
    xx = DIVIDE(xx, scale);
    xy = DIVIDE(xy, scale);
    xz = DIVIDE(xz, scale);
    yy = DIVIDE(yy, scale);
    yz = DIVIDE(yz, scale);
    zz = DIVIDE(zz, scale);
    const floats products = xx * yy * zz + 2.0f * xy * xz * yz;
    const floats c0 = products - xx * yz * yz - yy * xz * xz - zz * xy * xy;
    const floats c1 = xx * yy - xy * xy + xx * zz - xz * xz + yy * zz - yz * yz;
    const floats c2 = xx + yy + zz;
    const float third = 1.0f / 3.0f;
    const floats mean = c2 * third;
    const floats slope = (c1 - c2 * mean) * third, a = SMALLER(slope, zero);
    const floats b = 0.5f * (c0 + mean * (2.0f * mean * mean - c1));
    const floats discriminant = b * b + a * a * a, q = SMALLER(discriminant, zero);
    const floats magnitude = SQUARE_ROOT(-a);
    floats sine, cosine;
    cubic_sine_cosine(cubic_angle(SQUARE_ROOT(-q), b) * third, &sine, &cosine);
    const floats across = 0x1.bb67aep+0f * sine;
    const floats r0 = mean + 2.0f * magnitude * cosine;
    const floats r1 = mean - magnitude * (cosine + across);
    const floats r2 = mean - magnitude * (cosine - across);
    const floats low = SMALLER(r0, r1), high = LARGER(r0, r1), inner = LARGER(low, r2);
    values[0] = SMALLER(low, r2) * scale;
    values[1] = SMALLER(high, inner) * scale;
    values[2] = LARGER(high, inner) * scale;
}

#pragma OPENCL FP_CONTRACT OFF
// small_ and large_hessian_eigenvalue in 3D (option 0 and 1): float32 second differences with the reference's column
// offsets (see hessian_2d), then the eigenvalues of the symmetric matrix by four sweeps of Jacobi rotations in double.

// Turns rows p and q so that `off` becomes 0; rp and rq couple them to the third row.
INLINE void rotate_pair(doubles *p, doubles *q, doubles *off, doubles *rp, doubles *rq)
{
    const doubles d = *q - *p, w = *off * 2.0;
    const doubles root = sqrt(fma(d, d, w * w));
    const doubles den = d < 0.0 ? d - root : d + root;
    const doubles t = den == 0.0 ? (doubles)0.0 : w / den;
    const doubles k = 1.0 / sqrt(fma(t, t, (doubles)1.0));
    const doubles s = t * k, h = t * *off, a = *rp, b = *rq;
    *p = *p - h;
    *q = *q + h;
    *off = (doubles)0.0;
    *rp = fma(k, a, -(s * b));
    *rq = fma(s, a, k * b);
}

// (((a + b) - c) - d) / 4, the mixed second difference.
INLINE floats mixed(floats a, floats b, floats c, floats d)
{
    return (((a + b) - c) - d) * 0.25f;
}

FEATURE_KERNEL(hessian_3d)
{
    FEATURE_BEGIN
    for (int row = from; row < to; ++row) {
        // in[dy + 1][dz + 1]
        global const float *in[3][3];
        for (int i = 0; i < 9; ++i) in[i / 3][i % 3] = SRC_ROW(row - 1 + i / 3, z - 1 + i % 3);
        global float *out = DST_ROW(row, z);
        for (int x = first_x; x < last_x; x += LANES) {
#define LEFT(dy, dz) (LOAD(in[(dy) + 1][(dz) + 1] + x - 1) - 1.0f)
#define HERE(dy, dz) LOAD(in[(dy) + 1][(dz) + 1] + x)
#define RIGHT(dy, dz) (LOAD(in[(dy) + 1][(dz) + 1] + x + 1) + 1.0f)
            const floats twice = HERE(0, 0) * 2.0f;
            doubles xx = DOUBLES((LEFT(0, 0) - twice) + RIGHT(0, 0));
            doubles yy = DOUBLES((HERE(-1, 0) - twice) + HERE(1, 0));
            doubles zz = DOUBLES((HERE(0, -1) - twice) + HERE(0, 1));
            doubles xy = DOUBLES(mixed(LEFT(-1, 0), RIGHT(1, 0), LEFT(1, 0), RIGHT(-1, 0)));
            doubles xz = DOUBLES(mixed(LEFT(0, -1), RIGHT(0, 1), LEFT(0, 1), RIGHT(0, -1)));
            doubles yz = DOUBLES(mixed(HERE(-1, -1), HERE(1, 1), HERE(-1, 1), HERE(1, -1)));
#pragma unroll 1
            for (int sweep = 0; sweep < 4; ++sweep) {
                rotate_pair(&xx, &yy, &xy, &xz, &yz);
                rotate_pair(&xx, &zz, &xz, &xy, &yz);
                rotate_pair(&yy, &zz, &yz, &xy, &xz);
            }
            doubles result;
            if (job.option == 0) {
                result = yy < xx ? yy : xx;
                result = zz < result ? zz : result;
            } else {
                result = xx < yy ? yy : xx;
                result = result < zz ? zz : result;
            }
            STORE(FLOATS(result), out + x);
        }
        REPLICATE(out);
    }
}

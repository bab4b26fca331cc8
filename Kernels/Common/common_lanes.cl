#pragma OPENCL FP_CONTRACT OFF
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
// What every kernel shares. The host defines
//   LANES          pixels of one explicit vector: 16 on CPUs, 1 on GPUs (where each work-item owns single pixels)
//   BLOCK_VECTORS  vectors of a row that one work-item owns
//   BLOCK_ROWS     rows that one work-item owns
//   FOREST_STACK   depth of the deepest tree that forest_blend takes
//   EXACT_DIVISION if float division and square root are built correctly rounded
//
// Planes: pixel (x, row) of a plane lies at origin + row * stride + x of the arena. Row 0 is the first row of the
// strip being computed; halo rows above it are negative. Every row has room on both sides, so that a vector may read
// past the image; columns outside the image hold what replicate_columns wrote. Rows outside the image do not exist:
// kernels clamp to `top` … `bottom`, the image's first and last row in these coordinates.

#define BLOCK_WIDTH (LANES * BLOCK_VECTORS)

#if LANES == 1
typedef float floats;
typedef double doubles;
typedef int ints;
#define LOAD(p) (*(p))
#define STORE(v, p) (*(p) = (v))
#define DOUBLES(v) convert_double(v)
#define FLOATS(v) convert_float(v)
#else
typedef float16 floats;
typedef double16 doubles;
typedef int16 ints;
#define LOAD(p) vload16(0, p)
#define STORE(v, p) vstore16(v, 0, p)
#define DOUBLES(v) convert_double16(v)
#define FLOATS(v) convert_float16(v)
#endif

// A quotient or root computed in double and rounded once more equals the correctly rounded one: 53 >= 2 * 24 + 2.
#ifdef EXACT_DIVISION
#define DIVIDE(a, b) ((a) / (b))
#define SQUARE_ROOT(a) sqrt(a)
#else
#define DIVIDE(a, b) FLOATS(DOUBLES(a) / DOUBLES(b))
#define SQUARE_ROOT(a) FLOATS(sqrt(DOUBLES(a)))
#endif

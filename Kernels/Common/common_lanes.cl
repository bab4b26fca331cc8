#pragma OPENCL FP_CONTRACT OFF
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
// What every kernel shares. The host defines
//   LANES          pixels of one explicit vector: 8 or 16 on CPUs, as wide as their registers, and 1 on GPUs, where
//                  each work-item owns single pixels
//   BLOCK_VECTORS  vectors of a row that one work-item owns
//   BLOCK_ROWS     rows that one work-item owns
//   TALL_ROWS      rows that it owns where rows are read many times: the caches are left to fewer columns for longer
//   OUTLINES       if the compiler is PoCL's
//   EXACT_DIVISION if float division and square root are built correctly rounded
//
// Planes (the image, what lies between, the features) are rings of rows in one arena: row y of slice z begins at
// origin + (z * ring + y % ring) * stride, y being the image's own row. An image is worked on in strips of rows; a plane
// holds as many rows as its users still read, and every row is computed once. Rows have room on both sides, so that a
// vector may read past the image; the columns that users read there hold the row's first and last pixel. Rows and
// slices outside the image do not exist: kernels clamp to the image, which is how the reference reads.

#define BLOCK_WIDTH (LANES * BLOCK_VECTORS)

// Functions whose arguments choose the code, such as a number of vectors, are of no use to a compiler that calls them.
#define INLINE static inline __attribute__((always_inline))

// PoCL compiles what a kernel calls inline three times, once for each way in which kernels are started, so that the work
// of an item is a function of its own there. Other compilers want everything inline; Intel's takes a minute otherwise.
#ifdef OUTLINES
#define OUTLINED static __attribute__((noinline))
#else
#define OUTLINED INLINE
#endif

// The kernel `name`; what one work-item does, the body of a function, comes behind it. `item` is the item's place.
#define OUTLINED_KERNEL(name, arguments, values)                                                        \
    OUTLINED void name##_item(arguments, const int3 item);                                              \
    kernel void name(arguments)                                                                         \
    {                                                                                                   \
        name##_item(values, (int3)(get_global_id(0), get_global_id(1), get_global_id(2)));              \
    }                                                                                                   \
    OUTLINED void name##_item(arguments, const int3 item)

#if LANES == 1
typedef float floats;
typedef double doubles;
typedef int ints;
#define LOAD(p) (*(p))
#define STORE(v, p) (*(p) = (v))
#define DOUBLES(v) convert_double(v)
#define FLOATS(v) convert_float(v)
#define INTS(v) convert_int_rtz(v)
#define AS_INTS(v) as_int(v)
#define AS_FLOATS(v) as_float(v)
#else
#define JOINED(a, b) a##b
#define JOIN(a, b) JOINED(a, b)
#define OF_LANES(name) JOIN(name, LANES)
typedef OF_LANES(float) floats;
typedef OF_LANES(double) doubles;
typedef OF_LANES(int) ints;
#define LOAD(p) OF_LANES(vload)(0, p)
#define STORE(v, p) OF_LANES(vstore)(v, 0, p)
#define DOUBLES(v) OF_LANES(convert_double)(v)
#define FLOATS(v) OF_LANES(convert_float)(v)
#define INTS(v) JOIN(OF_LANES(convert_int), _rtz)(v)
#define AS_INTS(v) OF_LANES(as_int)(v)
#define AS_FLOATS(v) OF_LANES(as_float)(v)
#endif

// For memory that no processor guesses will be read next.
#if LANES > 1
#define PREFETCH(p) __builtin_prefetch(p)
#else
#define PREFETCH(p)
#endif

// A quotient or root computed in double and rounded once more equals the correctly rounded one: 53 >= 2 * 24 + 2.
#ifdef EXACT_DIVISION
#define DIVIDE(a, b) ((a) / (b))
#define SQUARE_ROOT(a) sqrt(a)
#else
#define DIVIDE(a, b) FLOATS(DOUBLES(a) / DOUBLES(b))
#define SQUARE_ROOT(a) FLOATS(sqrt(DOUBLES(a)))
#endif

// One operation on planes, as the host lays it out (FeatureJob.swift has the same fields). Not all kernels use all.
typedef struct {
    long src, src2, dst;                // origins: column 0 of the ring's first row in slice 0
    int src_ring, src2_ring, dst_ring;  // rows of the rings
    int above;                          // rows above and below the strip that dst holds
    int reach;                          // columns left and right of the image that dst holds
    int table;                          // first element of the job's table
    int count;                          // entries of the table
    int half_width;                     // of the window
    float number;                       // the feature's number
    float sum;                          // what a weighted sum is divided by
    int option;                         // which variant; each kernel says
    int unused;
} Job;

// The grid: blocks of columns, blocks of rows, jobs * depth.
#define FEATURE_ARGUMENTS                                                                                          \
    global float *arena, global const Job *jobs, global const float *tables, int first_job, int stride, int width, \
    int height, int depth, int strip_from, int strip_to
#define FEATURE_VALUES arena, jobs, tables, first_job, stride, width, height, depth, strip_from, strip_to
#define FEATURE_KERNEL(name) OUTLINED_KERNEL(name, FEATURE_ARGUMENTS, FEATURE_VALUES)

#define BLOCK_BEGIN(rows)                                                                                \
    const int z = item.z % depth;                                                                        \
    const int first_x = item.x * BLOCK_WIDTH;                                                            \
    const int last_x = min(first_x + BLOCK_WIDTH, width);                                                \
    const int from = (strip_from == 0 ? 0 : min(strip_from + job.above, height)) +                       \
                     item.y * (rows);                                                                    \
    const int to = min(from + (rows), min(strip_to + job.above, height));                            \
    if (first_x >= width || from >= to) return;

#define FEATURE_BEGIN                                                          \
    const Job job = jobs[first_job + item.z / depth];                          \
    BLOCK_BEGIN(BLOCK_ROWS)

#define ROW(origin, ring, y, z) (arena + (origin) + ((long)(z) * (ring) + (y) % (ring)) * stride)
#define SRC_ROW(y, z) ROW(job.src, job.src_ring, clamp(y, 0, height - 1), clamp(z, 0, depth - 1))
#define SRC2_ROW(y, z) ROW(job.src2, job.src2_ring, clamp(y, 0, height - 1), clamp(z, 0, depth - 1))
#define DST_ROW(y, z) ROW(job.dst, job.dst_ring, y, z)

// For loops that run a few times: vectors and copies of them would only be compiled.
#define PLAIN_LOOP _Pragma("clang loop vectorize(disable) unroll(disable)")

// Repeats a row's first and last pixel beyond the image's edges, by the work-item that wrote them.
INLINE void replicate(global float *row, int first_x, int width, int reach)
{
    if (first_x == 0)
        PLAIN_LOOP for (int i = 1; i <= reach; ++i) row[-i] = row[0];
    if (first_x + BLOCK_WIDTH >= width)
        PLAIN_LOOP for (int i = 0; i < reach; ++i) row[width + i] = row[width - 1];
}
#define REPLICATE(row) replicate(row, first_x, width, job.reach)

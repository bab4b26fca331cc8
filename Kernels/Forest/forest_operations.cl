#pragma OPENCL FP_CONTRACT OFF
// The trees of a forest as a list of operations on vectors of bytes without branches. An operation decides twice:
//   dst = rank0 <= t0 ? (rank1 <= t1 ? a : b) : (rank2 <= t2 ? c : d)
// that is, it is a split with up to two splits below it; a … d are leaves, or results of operations before it, which
// lie in slots of `outputs` times TILE bytes. Its words, each place in the scratch memory being in units of 8 bytes:
//   t0, t1, t2 (a byte four times), place of rank0 | rank1 << 16, place of rank2 | dst << 16,
//   then for each output a, b, c, d: bytes four times where all are leaves (constant operations), else places,
//   a | b << 16, c | d << 16, leaves then being constants of the scratch memory (mixed operations).
// Operations come in segments: first word, words of its constant operations, words of its mixed operations that
// follow, trees that are finished then. The results of these trees are in the first slots, in order.
#if LANES > 1
#define TILE_VECTORS (TILE / BYTES)
#define LOW(word) ((word) & 0xffff)
#define HIGH(word) ((word) >> 16)

INLINE bytes bytes_at(local const uchar *p) { return *(local const bytes *)p; }
INLINE bytes repeated(uint four_bytes) { return __builtin_astype((OF_LANES(uint))(four_bytes), bytes); }

INLINE void run_constant(global const uint *restrict word, global const uint *end, local uchar *scratch,
                         const int outputs)
{
    for (; word != end; word += 5 + 4 * outputs) {
        const bytes t0 = repeated(word[0]), t1 = repeated(word[1]), t2 = repeated(word[2]);
        local const uchar *rank0 = scratch + LOW(word[3]) * 8, *rank1 = scratch + HIGH(word[3]) * 8;
        local const uchar *rank2 = scratch + LOW(word[4]) * 8;
        local uchar *dst = scratch + HIGH(word[4]) * 8;
        bytes leaves[8];
#pragma unroll
        for (int i = 0; i < 4 * outputs; ++i) leaves[i] = repeated(word[5 + i]);
#pragma unroll 4
        for (int v = 0; v < TILE_VECTORS; ++v) {
#pragma unroll
            for (int k = 0; k < outputs; ++k) {
                const bytes less = bytes_at(rank1 + v * BYTES) <= t1 ? leaves[4 * k] : leaves[4 * k + 1];
                const bytes other = bytes_at(rank2 + v * BYTES) <= t2 ? leaves[4 * k + 2] : leaves[4 * k + 3];
                *(local bytes *)(dst + k * TILE + v * BYTES) = bytes_at(rank0 + v * BYTES) <= t0 ? less : other;
            }
        }
    }
}

// `slots`: the first slot's place.
INLINE void run_mixed(global const uint *restrict word, global const uint *end, local uchar *scratch, uint slots,
                      const int outputs)
{
    for (; word != end; word += 5 + 2 * outputs) {
        const bytes t0 = repeated(word[0]), t1 = repeated(word[1]), t2 = repeated(word[2]);
        local const uchar *rank0 = scratch + LOW(word[3]) * 8, *rank1 = scratch + HIGH(word[3]) * 8;
        local const uchar *rank2 = scratch + LOW(word[4]) * 8;
        local uchar *dst = scratch + HIGH(word[4]) * 8;
        local const uchar *from[8];
        int step[8];
#pragma unroll
        for (int i = 0; i < 4 * outputs; ++i) {
            const uint place = i % 2 == 0 ? LOW(word[5 + i / 2]) : HIGH(word[5 + i / 2]);
            from[i] = scratch + place * 8;
            // A constant is the same for every vector of the tile; no branch tells it from a slot.
            step[i] = place >= slots ? BYTES : 0;
        }
#pragma unroll 4
        for (int v = 0; v < TILE_VECTORS; ++v) {
#pragma unroll
            for (int k = 0; k < outputs; ++k) {
                local const uchar *const *p = from + 4 * k;
                const bytes less = bytes_at(rank1 + v * BYTES) <= t1 ? bytes_at(p[0]) : bytes_at(p[1]);
                const bytes other = bytes_at(rank2 + v * BYTES) <= t2 ? bytes_at(p[2]) : bytes_at(p[3]);
                *(local bytes *)(dst + k * TILE + v * BYTES) = bytes_at(rank0 + v * BYTES) <= t0 ? less : other;
            }
#pragma unroll
            for (int i = 0; i < 4 * outputs; ++i) from[i] += step[i];
        }
    }
}

INLINE void run_segment(global const uint *restrict operations, int4 segment, local uchar *scratch, uint slots,
                        const int outputs)
{
    global const uint *word = operations + segment.x, *mixed = word + segment.y;
    run_constant(word, mixed, scratch, outputs);
    run_mixed(mixed, mixed + segment.z, scratch, slots, outputs);
}
#endif

/* Vectors of floats as wide as the processor's registers, for the sources beside this file.
 *
 * They are those of GCC and Clang, which turn them into what the processor has. Wider ones would
 * be spilled at every step.
 */
#ifndef LONGSCROLL_LANES_H
#define LONGSCROLL_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define N 64 /* channels of a head */

#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX__)
#define LANES 8
#else
#define LANES 4
#endif

typedef float vec __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));
typedef int32_t ivec __attribute__((vector_size(LANES * sizeof(int32_t))));
typedef uint32_t uvec __attribute__((vector_size(LANES * sizeof(uint32_t))));
typedef uint16_t halves __attribute__((vector_size(LANES * 2), aligned(2), may_alias));

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT
#endif

#define AT(p) (*(const vec *)(p))
#define PUT(p) (*(vec *)(p))

/* By halves: a chain of single additions would cost more than all the rest. */
static inline float sum(vec x) {
    float f[LANES];
    memcpy(f, &x, sizeof(x));
    for (int half = LANES / 2; half > 0; half /= 2)
        for (int i = 0; i < half; i++) f[i] += f[i + half];
    return f[0];
}

/* bfloat16 is the upper half of a float. */
static inline vec widened(const uint16_t *p) {
    return (vec)(__builtin_convertvector(*(const halves *)p, uvec) << 16);
}

/* To the nearest one; of two equally near, the even one. */
static inline void put_narrowed(uint16_t *p, vec x) {
    const uvec bits = (uvec)x;
    *(halves *)p = __builtin_convertvector((bits + 0x7fff + ((bits >> 16) & 1)) >> 16, halves);
}

/* LANES elements from the i-th on of an array, which is bfloat16 if `narrow`, else float32. */
static inline vec load(const void *p, size_t i, int64_t narrow) {
    return narrow ? widened((const uint16_t *)p + i) : AT((const float *)p + i);
}

static inline void store(void *p, size_t i, int64_t narrow, vec x) {
    if (narrow)
        put_narrowed((uint16_t *)p + i, x);
    else
        PUT((float *)p + i) = x;
}

typedef float quad __attribute__((vector_size(16), aligned(4), may_alias));

#if defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector) /* Clang, and GCC from 12 on */
#define SHUFFLES
#endif
#endif

#ifdef SHUFFLES
/* Four lanes with the same sum. */
static inline quad folded(vec x) {
#if LANES == 16
    typedef float half __attribute__((vector_size(32)));
    const half h = __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7) +
                   __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15);
    return __builtin_shufflevector(h, h, 0, 1, 2, 3) + __builtin_shufflevector(h, h, 4, 5, 6, 7);
#elif LANES == 8
    return __builtin_shufflevector(x, x, 0, 1, 2, 3) + __builtin_shufflevector(x, x, 4, 5, 6, 7);
#else
    return x;
#endif
}

/* The sums of four vectors: a third of the work of summing one after the other. */
static inline quad sums(const vec x[4]) {
    const quad a = folded(x[0]), b = folded(x[1]), c = folded(x[2]), d = folded(x[3]);
    const quad ab = __builtin_shufflevector(a, b, 0, 1, 4, 5) +
                    __builtin_shufflevector(a, b, 2, 3, 6, 7);
    const quad cd = __builtin_shufflevector(c, d, 0, 1, 4, 5) +
                    __builtin_shufflevector(c, d, 2, 3, 6, 7);
    return __builtin_shufflevector(ab, cd, 0, 2, 4, 6) +
           __builtin_shufflevector(ab, cd, 1, 3, 5, 7);
}
#else
static inline quad sums(const vec x[4]) {
    return (quad){sum(x[0]), sum(x[1]), sum(x[2]), sum(x[3])};
}
#endif

static inline vec fill(float x) { return x - (vec){0}; }

static inline vec choose(ivec mask, vec yes, vec no) {
    return (vec)((mask & (ivec)yes) | (~mask & (ivec)no));
}

/* e^x = 2^n e^r, |r| < 0.35; exact to 2e-7. */
static inline vec exponential(vec x) {
    const vec low = fill(-87.0f), high = fill(87.0f);
    x = choose(x < low, low, choose(x > high, high, x));
    const ivec n = __builtin_convertvector(x * 1.44269504f + 127.5f, ivec); /* is positive */
    const vec r = x - (__builtin_convertvector(n, vec) - 127.0f) * 0.693147181f;
    const vec p = 1 + r * (1 + r * (0.5f + r * (1.0f / 6 + r * (1.0f / 24 + r * (1.0f / 120 +
                  r * (1.0f / 720))))));
    return p * (vec)(n << 23);
}

#endif

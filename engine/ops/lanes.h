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

#endif

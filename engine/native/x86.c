/* The kernels for x86 processors with AVX2, and with VNNI besides; the choice among all. */

#include "matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define KERNEL(name) name##_avx2
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define DOT(sum, u, s) _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(u, s), ones))
#include "x86_kernels.h"
#undef KERNEL
#undef TARGET
#undef DOT

#define KERNEL(name) name##_vnni
#define TARGET __attribute__((target("avx2,fma,f16c,avx512f,avx512vl,avx512vnni")))
#define DOT(sum, u, s) _mm256_dpbusd_epi32(sum, u, s)
#include "x86_kernels.h"

static const Kernels avx2_kernels = {"avx2", round_rows_avx2, multiply_rows_avx2, recur_avx2};
static const Kernels vnni_kernels = {"vnni", round_rows_vnni, multiply_rows_vnni, recur_vnni};

static const Kernels *wanted(int i) {
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  int vnni = avx2 && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
  if (i == 0) return vnni ? &vnni_kernels : NULL;
  return avx2 ? &avx2_kernels : NULL;
}
#else
static const Kernels *wanted(int i) {
  (void)i;
  return NULL;
}
#endif

/* Products of a matrix with the largest numbers there are, by both ways. */
static int is_right(const Kernels *fast, int64_t bits) {
  enum { INPUTS = 64, OUTPUTS = 19, ROWS = 7, BLOCK = 32 };
  static const float bias[OUTPUTS] = {1.0f, -2.0f};
  Matrix m = matrix_of((Shape){INPUTS, OUTPUTS, BLOCK, bits, 0.5f}, NULL);
  int64_t tiles = TILES(OUTPUTS);
  uint8_t *packed = aligned_alloc(64, (size_t)(tiles * m.stride + 63) / 64 * 64);
  float x[ROWS * INPUTS], y[2][ROWS * OUTPUTS], scales[ROWS * 2];
  int8_t values[ROWS * INPUTS];
  int32_t sums[ROWS * 2];
  Activations a = {values, scales, sums};
  if (!packed) return 0;
  for (int64_t i = 0; i < tiles * m.stride; i++) {
    int value = i % 3 ? (int)(i * 37 % 255) - 127 : i % 2 ? 127 : -127;
    packed[i] = i % m.stride < m.header ? (i % 2 ? 0x3C : 0) : (uint8_t)value;
  }
  for (int i = 0; i < ROWS * INPUTS; i++) x[i] = i % 4 ? (float)(i * 29 % 61) - 30.0f : 127.0f;
  m.tiles = packed;
  for (int i = 0; i < 2; i++) {
    const Kernels *k = i ? fast : &plain_kernels;
    k->round_rows(&m, x, 0, ROWS, &a);
    k->multiply_rows(&m, &a, 0, ROWS, 0, tiles, bias, y[i]);
  }
  free(packed);
  float largest = 0, worst = 0;
  for (int i = 0; i < ROWS * OUTPUTS; i++) {
    largest = fmaxf(largest, fabsf(y[0][i]));
    worst = fmaxf(worst, fabsf(y[0][i] - y[1][i]));
  }
  return worst <= 1e-5f * largest;
}

const Kernels *kernels(void) {
  static const Kernels *chosen;
  for (int i = 0; !chosen && i < 2; i++) {
    const Kernels *fast = wanted(i);
    if (fast && is_right(fast, 8) && is_right(fast, 4)) chosen = fast;
  }
  return chosen ? chosen : (chosen = &plain_kernels);
}

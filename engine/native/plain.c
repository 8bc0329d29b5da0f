/* The kernels in plain C. */

#include "matrix.h"

#include <math.h>
#include <string.h>

static float half_to_float(uint16_t half) {
  int exponent = half >> 10 & 31, fraction = half & 1023;
  float value = exponent ? ldexpf((float)(fraction | 1024), exponent - 25)
                         : ldexpf((float)fraction, -24);
  return half & 0x8000 ? -value : value;
}

Matrix matrix_of(Shape shape, const void *tiles) {
  Matrix m = {.shape = shape, .blocks = shape.inputs / shape.block, .tiles = tiles};
  m.header = (m.blocks * TILE_ROWS * 2 + 63) / 64 * 64;
  m.stride = m.header + shape.inputs * TILE_ROWS * shape.bits / 8;
  return m;
}

static void round_rows(const Matrix *m, const float *x, int64_t first, int64_t last,
                       Activations *a) {
  int64_t block = m->shape.block, inputs = m->shape.inputs;
  for (int64_t row = first; row < last; row++)
    for (int64_t b = 0; b < m->blocks; b++) {
      const float *from = x + row * inputs + b * block;
      int8_t *to = a->values + row * inputs + b * block;
      float largest = 0;
      for (int64_t i = 0; i < block; i++) largest = fmaxf(largest, fabsf(from[i]));
      float factor = largest > 0 ? 127.0f / largest : 0.0f;
      int32_t sum = 0;
      for (int64_t i = 0; i < block; i++) sum += to[i] = (int8_t)lrintf(from[i] * factor);
      a->scales[row * m->blocks + b] = largest / 127.0f * m->shape.scale;
      a->sums[row * m->blocks + b] = sum;
    }
}

static int weight(const Matrix *m, const uint8_t *tile, int64_t row, int64_t i) {
  const uint8_t *weights = tile + m->header;
  if (m->shape.bits == 8) return (int8_t)weights[i / 4 * 32 + row * 4 + i % 4];
  uint8_t pair = weights[i / 8 * 32 + row * 4 + i % 4];
  return (i % 8 < 4 ? pair & 15 : pair >> 4) - 8;
}

static void multiply_rows(const Matrix *m, const Activations *a, int64_t first, int64_t last,
                          int64_t first_tile, int64_t last_tile, const float *bias, float *y) {
  int64_t block = m->shape.block, inputs = m->shape.inputs, outputs = m->shape.outputs;
  for (int64_t row = first; row < last; row++)
    for (int64_t o = first_tile * TILE_ROWS; o < outputs && o < last_tile * TILE_ROWS; o++) {
      const uint8_t *tile = m->tiles + o / TILE_ROWS * m->stride;
      float sum = 0;
      for (int64_t b = 0; b < m->blocks; b++) {
        uint16_t half;
        memcpy(&half, tile + (b * TILE_ROWS + o % TILE_ROWS) * 2, 2);
        int32_t dot = 0;
        for (int64_t i = b * block; i < (b + 1) * block; i++)
          dot += weight(m, tile, o % TILE_ROWS, i) * a->values[row * inputs + i];
        sum += (float)dot * (half_to_float(half) * a->scales[row * m->blocks + b]);
      }
      y[row * outputs + o] = sum + (bias ? bias[o] : 0.0f);
    }
}

static void recur(int64_t size, int64_t steps, int64_t pitch, const float *r, const float *w,
                  const float *k, const float *v, const float *kappa, const float *b,
                  const float *before, float *after, float *y) {
  if (after != before) memcpy(after, before, (size_t)(size * size) * sizeof *after);
  for (int64_t t = 0; t < steps; t++) {
    int64_t at = t * pitch;
    for (int64_t i = 0; i < size; i++) {
      float *s = after + i * size, removed = 0, read = 0;
      for (int64_t j = 0; j < size; j++) removed += s[j] * kappa[at + j];
      for (int64_t j = 0; j < size; j++) {
        s[j] = s[j] * w[at + j] - removed * b[at + j] + v[at + i] * k[at + j];
        read += s[j] * r[at + j];
      }
      y[at + i] = read;
    }
  }
}

const Kernels plain_kernels = {"plain", round_rows, multiply_rows, recur};

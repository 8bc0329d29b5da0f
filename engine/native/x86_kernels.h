/* The kernels for one set of x86 instructions. Included once for each, with
     KERNEL(name)  the name with the set's own ending
     TARGET        the attribute that lets the compiler use the set
     DOT(sum, u, s) sum of int32 [8] + products of u (unsigned) and s (signed) bytes, by fours.
   u * s never overflows there: |u|, |s| <= 127, so two products stay below 2^15. */

/* One row waits for memory alone: asking this far ahead raised it from 20 to 23 GB/s. */
#define PREFETCH(place) _mm_prefetch((const char *)(place) + 1024, _MM_HINT_T0)
#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE __m256i KERNEL(four)(const int8_t *values) {
  int32_t bytes;
  memcpy(&bytes, values, 4);
  return _mm256_set1_epi32(bytes);
}

INLINE void KERNEL(store)(const Matrix *m, int64_t tile, __m256 sum, const float *bias, float *y) {
  int64_t o = tile * TILE_ROWS, left = m->shape.outputs - o;
  if (left >= TILE_ROWS) {
    if (bias) sum = _mm256_add_ps(sum, _mm256_loadu_ps(bias + o));
    _mm256_storeu_ps(y + o, sum);
    return;
  }
  float sums[TILE_ROWS];
  _mm256_storeu_ps(sums, sum);
  for (int64_t i = 0; i < left; i++) y[o + i] = sums[i] + (bias ? bias[o + i] : 0.0f);
}

/* `rows` activations by `tiles` tiles; both are constants after inlining. */
INLINE void KERNEL(product)(const int bits, const int rows, const int tiles, const Matrix *m,
                            const Activations *a, int64_t row, int64_t tile, const float *bias,
                            float *y) {
  const int64_t block = m->shape.block, inputs = m->shape.inputs, stride = m->stride;
  const uint8_t *scales = m->tiles + tile * stride, *weights = scales + m->header;
  const int8_t *values = a->values + row * inputs;
  const __m256i ones = _mm256_set1_epi16(1), low = _mm256_set1_epi8(15);
  (void)ones, (void)low;
  __m256 sum[4][2];
  for (int r = 0; r < rows; r++)
    for (int t = 0; t < tiles; t++) sum[r][t] = _mm256_setzero_ps();
  for (int64_t b = 0; b < m->blocks; b++) {
    __m256i dot[4][2];
    for (int r = 0; r < rows; r++)
      for (int t = 0; t < tiles; t++) dot[r][t] = _mm256_setzero_si256();
    if (bits == 8)
      for (int64_t i = 0; i < block; i += 4, values += 4, weights += 32) {
        __m256i w[2], size[2];
        for (int t = 0; t < tiles; t++) {
          if (rows == 1) PREFETCH(weights + t * stride);
          w[t] = _mm256_load_si256((const __m256i *)(weights + t * stride));
          size[t] = _mm256_abs_epi8(w[t]);
        }
        for (int r = 0; r < rows; r++) {
          __m256i x = KERNEL(four)(values + r * inputs);
          for (int t = 0; t < tiles; t++)
            dot[r][t] = DOT(dot[r][t], size[t], _mm256_sign_epi8(x, w[t]));
        }
      }
    else
      for (int64_t i = 0; i < block; i += 32) {
        /* 32 inputs make eight products of at most 15 * 127 twice: still below 2^15. */
        __m256i part[4][2];
        for (int r = 0; r < rows; r++)
          for (int t = 0; t < tiles; t++) part[r][t] = _mm256_setzero_si256();
        for (int j = 0; j < 4; j++, values += 8, weights += 32)
          for (int t = 0; t < tiles; t++) {
            __m256i q = _mm256_load_si256((const __m256i *)(weights + t * stride));
            if (rows == 1) PREFETCH(weights + t * stride);
            __m256i w0 = _mm256_and_si256(q, low);
            __m256i w1 = _mm256_and_si256(_mm256_srli_epi16(q, 4), low);
            for (int r = 0; r < rows; r++) {
              const int8_t *x = values + r * inputs;
              __m256i p0 = _mm256_maddubs_epi16(w0, KERNEL(four)(x));
              __m256i p1 = _mm256_maddubs_epi16(w1, KERNEL(four)(x + 4));
              part[r][t] = _mm256_add_epi16(part[r][t], _mm256_add_epi16(p0, p1));
            }
          }
        for (int r = 0; r < rows; r++)
          for (int t = 0; t < tiles; t++)
            dot[r][t] = _mm256_add_epi32(dot[r][t], _mm256_madd_epi16(part[r][t], ones));
      }
    for (int t = 0; t < tiles; t++) {
      const void *halves = scales + t * stride + b * TILE_ROWS * 2;
      __m256 scale = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)halves));
      for (int r = 0; r < rows; r++) {
        int64_t at = (row + r) * m->blocks + b;
        __m256i whole = dot[r][t];
        if (bits == 4) whole = _mm256_sub_epi32(whole, _mm256_set1_epi32(8 * a->sums[at]));
        __m256 factor = _mm256_mul_ps(scale, _mm256_set1_ps(a->scales[at]));
        sum[r][t] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(whole), factor, sum[r][t]);
      }
    }
  }
  for (int r = 0; r < rows; r++)
    for (int t = 0; t < tiles; t++)
      KERNEL(store)(m, tile + t, sum[r][t], bias, y + (row + r) * m->shape.outputs);
}

#define PRODUCT(bits, rows, tiles) \
  KERNEL(product)(bits, rows, tiles, m, a, row, tile, bias, y)

#define TILES_OF(bits, rows) \
  for (int64_t tile = first_tile; tile < last_tile; tile += 2) PRODUCT(bits, rows, 2)

static TARGET void KERNEL(multiply8)(const Matrix *m, const Activations *a, int64_t row,
                                     int64_t last, int64_t first_tile, int64_t last_tile,
                                     const float *bias, float *y) {
  switch (last - row) {
    case 1: TILES_OF(8, 1); break;
    case 2: TILES_OF(8, 2); break;
    default: TILES_OF(8, 4);
  }
}

static TARGET void KERNEL(multiply4)(const Matrix *m, const Activations *a, int64_t row,
                                     int64_t last, int64_t first_tile, int64_t last_tile,
                                     const float *bias, float *y) {
  switch (last - row) {
    case 1: TILES_OF(4, 1); break;
    case 2: TILES_OF(4, 2); break;
    default: TILES_OF(4, 4);
  }
}

/* A few tiles at a time stay in the first cache while all rows pass by. */
static TARGET void KERNEL(multiply_rows)(const Matrix *m, const Activations *a, int64_t first,
                                         int64_t last, int64_t first_tile, int64_t last_tile,
                                         const float *bias, float *y) {
  int64_t together = last - first > 4 ? 2 : last_tile - first_tile;
  MultiplyRows *multiply = m->shape.bits == 8 ? KERNEL(multiply8) : KERNEL(multiply4);
  for (int64_t tile = first_tile; tile < last_tile; tile += together) {
    int64_t end = tile + together < last_tile ? tile + together : last_tile;
    for (int64_t row = first, count; row < last; row += count) {
      count = last - row < 4 ? (last - row < 2 ? 1 : 2) : 4;
      multiply(m, a, row, row + count, tile, end, bias, y);
    }
  }
}

static TARGET void KERNEL(round_rows)(const Matrix *m, const float *x, int64_t first, int64_t last,
                                      Activations *a) {
  const int64_t block = m->shape.block, inputs = m->shape.inputs;
  const __m256 sign = _mm256_set1_ps(-0.0f);
  for (int64_t row = first; row < last; row++)
    for (int64_t b = 0; b < m->blocks; b++) {
      const float *from = x + row * inputs + b * block;
      int8_t *to = a->values + row * inputs + b * block;
      __m256 most = _mm256_setzero_ps();
      for (int64_t i = 0; i < block; i += 8)
        most = _mm256_max_ps(_mm256_andnot_ps(sign, _mm256_loadu_ps(from + i)), most);
      float each[8], largest = 0;
      _mm256_storeu_ps(each, most);
      for (int i = 0; i < 8; i++) largest = each[i] > largest ? each[i] : largest;
      __m256 factor = _mm256_set1_ps(largest > 0 ? 127.0f / largest : 0.0f);
      __m256i total = _mm256_setzero_si256();
      for (int64_t i = 0; i < block; i += 8) {
        __m256 scaled = _mm256_mul_ps(_mm256_loadu_ps(from + i), factor);
        __m256i whole = _mm256_cvtps_epi32(scaled);
        total = _mm256_add_epi32(total, whole);
        __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(whole),
                                        _mm256_extracti128_si256(whole, 1));
        _mm_storel_epi64((__m128i *)(to + i), _mm_packs_epi16(words, words));
      }
      int32_t sums[8], sum = 0;
      _mm256_storeu_si256((__m256i *)sums, total);
      for (int i = 0; i < 8; i++) sum += sums[i];
      a->scales[row * m->blocks + b] = largest / 127.0f * m->shape.scale;
      a->sums[row * m->blocks + b] = sum;
    }
}

INLINE float KERNEL(across)(__m256 x) {
  __m128 half = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  half = _mm_add_ps(half, _mm_movehl_ps(half, half));
  return _mm_cvtss_f32(_mm_add_ss(half, _mm_shuffle_ps(half, half, 1)));
}

static TARGET void KERNEL(recur)(int64_t size, int64_t steps, int64_t pitch, const float *r,
                                 const float *w, const float *k, const float *v,
                                 const float *kappa, const float *b, const float *before,
                                 float *after, float *y) {
  if (after != before) memcpy(after, before, (size_t)(size * size) * sizeof *after);
  for (int64_t t = 0; t < steps; t++) {
    int64_t at = t * pitch;
    for (int64_t i = 0; i < size; i++) {
      float *s = after + i * size;
      __m256 removed = _mm256_setzero_ps(), read = _mm256_setzero_ps();
      for (int64_t j = 0; j < size; j += 8)
        removed = _mm256_fmadd_ps(_mm256_loadu_ps(s + j), _mm256_loadu_ps(kappa + at + j), removed);
      __m256 erase = _mm256_set1_ps(-KERNEL(across)(removed)), write = _mm256_set1_ps(v[at + i]);
      for (int64_t j = 0; j < size; j += 8) {
        __m256 kept = _mm256_mul_ps(_mm256_loadu_ps(s + j), _mm256_loadu_ps(w + at + j));
        kept = _mm256_fmadd_ps(erase, _mm256_loadu_ps(b + at + j), kept);
        kept = _mm256_fmadd_ps(write, _mm256_loadu_ps(k + at + j), kept);
        _mm256_storeu_ps(s + j, kept);
        read = _mm256_fmadd_ps(kept, _mm256_loadu_ps(r + at + j), read);
      }
      y[at + i] = KERNEL(across)(read);
    }
  }
}

#undef INLINE
#undef PREFETCH
#undef PRODUCT
#undef TILES_OF

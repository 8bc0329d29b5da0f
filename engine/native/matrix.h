/* A quantised matrix as the kernels read it, and what they do with it. Knows nothing of ONNX.

   Rows are packed eight to a tile, and there is an even number of tiles (filled up with zeros), as
   two are always read together. A tile holds the scales
   of its blocks, [blocks][8] float16 to be multiplied by `scale`, and from `header` on its
   weights, a vector of 32 bytes at a time:
     8 bit: four inputs of eight rows, signed, -127 to 127;
     4 bit: eight inputs of eight rows, the first four in the low halves of the bytes, 0 to 15
            for -8 to 7.
   Eight sums then grow side by side in one register and need no sum across it. */

#ifndef LONGSCROLL_MATRIX_H
#define LONGSCROLL_MATRIX_H

#include <stddef.h>
#include <stdint.h>

#define TILE_ROWS 8
#define TILES(outputs) (((outputs) + 2 * TILE_ROWS - 1) / (2 * TILE_ROWS) * 2)

typedef struct {
  int64_t inputs, outputs, block, bits;
  float scale;
} Shape;

typedef struct {
  Shape shape;
  int64_t blocks, header, stride; /* bytes from a tile to its weights, and to the next tile */
  const uint8_t *tiles;
} Matrix;

/* Activations [rows][inputs] rounded to 8 bit, by blocks as wide as the matrix's. */
typedef struct {
  int8_t *values;
  float *scales; /* [rows][blocks], the matrix's own scale already in them */
  int32_t *sums; /* [rows][blocks] */
} Activations;

typedef void MultiplyRows(const Matrix *, const Activations *, int64_t first_row, int64_t last_row,
                          int64_t first_tile, int64_t last_tile, const float *bias, float *y);
typedef void RoundRows(const Matrix *, const float *x, int64_t first_row, int64_t last_row,
                       Activations *);
/* One head's recurrence over `steps` tokens that lie `pitch` floats apart. state [size][size]:
   S = S diag(w) - (S kappa) b^T + v k^T;  y = S r.  `size` is a multiple of eight. */
typedef void Recur(int64_t size, int64_t steps, int64_t pitch, const float *r, const float *w,
                   const float *k, const float *v, const float *kappa, const float *b,
                   const float *before, float *after, float *y);

typedef struct {
  const char *name;
  RoundRows *round_rows;
  MultiplyRows *multiply_rows;
  Recur *recur;
} Kernels;

/* The fastest kernels that this processor has and that compute what the plain ones do. */
const Kernels *kernels(void);
/* Plain C, for any processor: what the others are checked against. */
extern const Kernels plain_kernels;

Matrix matrix_of(Shape shape, const void *tiles);

#endif

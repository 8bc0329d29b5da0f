/* Two operators for ONNX Runtime's CPU provider, in the domain "longscroll":

     BlockMatMul(x [..., K] float, tiles uint8, scale [1] float, bias [N] float, optional)
         -> [..., N] float; attributes K, N, block, bits: a matrix packed as matrix.h says.
     Wkv7(r, w, k, v, kappa, b [R, H, 1, N], state [B, H, N, N]) -> y [R, H, 1, N], state
         RWKV-7's recurrence: one token for each of B = R texts, or R tokens of B = 1 text.

   Work is shared out by ONNX Runtime's own threads. */

#include "matrix.h"
#include "ort.h"

#include <stdlib.h>
#include <string.h>

#define MAX_RANK 8
#define ALONE (1 << 17) /* products of bytes below which waking a thread costs more than it saves */
#define ROWS_AT_ONCE (192 << 10) /* bytes of activations that stay in the second cache */

typedef struct {
  Api api;
  Shape shape;
} MatMul;

typedef struct {
  const Matrix *matrix;
  Activations activations;
  const float *x, *bias;
  float *y;
  int64_t rows, tiles, parts;
} Product;

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

static void round_part(void *data, size_t part) {
  Product *p = data;
  int64_t each = (p->rows + p->parts - 1) / p->parts, first = (int64_t)part * each;
  int64_t last = smaller(first + each, p->rows);
  if (first < last) kernels()->round_rows(p->matrix, p->x, first, last, &p->activations);
}

static void multiply_part(void *data, size_t part) {
  Product *p = data;
  int64_t pairs = p->tiles / 2, each = (pairs + p->parts - 1) / p->parts * 2;
  int64_t first = (int64_t)part * each, last = smaller(first + each, p->tiles);
  int64_t together = ROWS_AT_ONCE / p->matrix->shape.inputs / 4 * 4 + 4;
  for (int64_t row = 0; row < p->rows && first < last; row += together)
    kernels()->multiply_rows(p->matrix, &p->activations, row, smaller(row + together, p->rows),
                             first, last, p->bias, p->y);
}

static Status *share(Api api, Context *context, void (*work)(void *, size_t), Product *p,
                     int64_t parts) {
  p->parts = parts;
  if (parts > 1) return PARALLEL_FOR(api)(context, work, (size_t)parts, 0, p);
  work(p, 0);
  return NULL;
}

static const void *data_of(Api api, const Value *value) {
  void *data = NULL;
  GET_DATA(api)((Value *)value, &data);
  return data;
}

static size_t dims_of(Api api, const Value *value, int64_t *sizes) {
  Dims *dims = NULL;
  size_t rank = 0;
  if (GET_TYPE_AND_SHAPE(api)(value, &dims)) return 0;
  COUNT_DIMS(api)(dims, &rank);
  if (rank <= MAX_RANK) GET_DIMS(api)(dims, sizes, rank);
  RELEASE_DIMS(api)(dims);
  return rank <= MAX_RANK ? rank : 0;
}

static const Value *input_of(Api api, Context *context, size_t i) {
  const Value *value = NULL;
  size_t count = 0;
  COUNT_INPUTS(api)(context, &count);
  if (i < count) GET_INPUT(api)(context, i, &value);
  return value;
}

static void *matmul_create(const CustomOp *op, Api api, const Info *info) {
  MatMul *kernel = calloc(1, sizeof *kernel);
  (void)op;
  if (!kernel) return NULL;
  kernel->api = api;
  GET_INT(api)(info, "K", &kernel->shape.inputs);
  GET_INT(api)(info, "N", &kernel->shape.outputs);
  GET_INT(api)(info, "block", &kernel->shape.block);
  GET_INT(api)(info, "bits", &kernel->shape.bits);
  return kernel;
}

static void matmul_compute(void *data, Context *context) {
  MatMul *kernel = data;
  Api api = kernel->api;
  int64_t sizes[MAX_RANK];
  const Value *x = input_of(api, context, 0), *bias = input_of(api, context, 3);
  size_t rank = dims_of(api, x, sizes);
  Shape shape = kernel->shape;
  shape.scale = *(const float *)data_of(api, input_of(api, context, 2));
  Matrix matrix = matrix_of(shape, data_of(api, input_of(api, context, 1)));
  Product p = {.matrix = &matrix, .x = data_of(api, x), .rows = 1};
  for (size_t i = 0; i + 1 < rank; i++) p.rows *= sizes[i];
  sizes[rank - 1] = kernel->shape.outputs;
  Value *y = NULL;
  GET_OUTPUT(api)(context, 0, sizes, rank, &y);
  p.y = (float *)data_of(api, y);
  p.bias = bias ? data_of(api, bias) : NULL;
  p.tiles = TILES(kernel->shape.outputs);
  int64_t inputs = kernel->shape.inputs, marks = p.rows * matrix.blocks;
  char *memory = malloc((size_t)(marks * 8 + p.rows * inputs + 64));
  if (!memory) abort(); /* as every other operator of the graph does without memory */
  p.activations.scales = (float *)memory;
  p.activations.sums = (int32_t *)(memory + marks * 4);
  p.activations.values = (int8_t *)(memory + marks * 8);
  int many = p.rows * inputs * kernel->shape.outputs > ALONE;
  share(api, context, round_part, &p, p.rows > 16 ? p.rows / 8 : 1);
  share(api, context, multiply_part, &p, many ? smaller(p.tiles, 64) : 1);
  free(memory);
}

static void *recurrence_create(const CustomOp *op, Api api, const Info *info) {
  (void)op, (void)info;
  return (void *)api;
}

typedef struct {
  const float *in[7];
  float *y, *after;
  int64_t rows, texts, heads, size;
} Recurrence;

static void recur_head(void *data, size_t part) {
  Recurrence *p = data;
  int64_t size = p->size, text = (int64_t)part / p->heads, head = (int64_t)part % p->heads;
  int64_t steps = p->rows / p->texts, pitch = p->heads * size;
  int64_t at = text * steps * pitch + head * size, state = (int64_t)part * size * size;
  Recur *recur = size % 8 ? plain_kernels.recur : kernels()->recur;
  recur(size, steps, pitch, p->in[0] + at, p->in[1] + at, p->in[2] + at, p->in[3] + at,
        p->in[4] + at, p->in[5] + at, p->in[6] + state, p->after + state, p->y + at);
}

static void recurrence_compute(void *data, Context *context) {
  Api api = data;
  Recurrence p;
  int64_t sizes[MAX_RANK], states[MAX_RANK];
  for (size_t i = 0; i < 7; i++) p.in[i] = data_of(api, input_of(api, context, i));
  size_t rank = dims_of(api, input_of(api, context, 0), sizes);
  size_t state_rank = dims_of(api, input_of(api, context, 6), states);
  Value *y = NULL, *after = NULL;
  GET_OUTPUT(api)(context, 0, sizes, rank, &y);
  GET_OUTPUT(api)(context, 1, states, state_rank, &after);
  p.y = (float *)data_of(api, y);
  p.after = (float *)data_of(api, after);
  p.rows = sizes[0], p.texts = states[0], p.heads = states[1], p.size = states[2];
  int64_t heads = p.texts * p.heads;
  if (p.rows * p.heads * p.size * p.size <= ALONE)
    for (int64_t head = 0; head < heads; head++) recur_head(&p, (size_t)head);
  else
    PARALLEL_FOR(api)(context, recur_head, (size_t)heads, 0, &p);
}

static void matmul_destroy(void *kernel) { free(kernel); }
static void recurrence_destroy(void *api) { (void)api; }
static const char *matmul_name(const CustomOp *op) { return (void)op, "BlockMatMul"; }
static const char *recurrence_name(const CustomOp *op) { return (void)op, "Wkv7"; }
static const char *provider(const CustomOp *op) { return (void)op, "CPUExecutionProvider"; }
static int matmul_type(const CustomOp *op, size_t i) { return (void)op, i == 1 ? BYTES : FLOATS; }
static int floats(const CustomOp *op, size_t i) { return (void)op, (void)i, FLOATS; }
static size_t one(const CustomOp *op) { return (void)op, 1; }
static size_t two(const CustomOp *op) { return (void)op, 2; }
static size_t four(const CustomOp *op) { return (void)op, 4; }
static size_t seven(const CustomOp *op) { return (void)op, 7; }
static int fourth(const CustomOp *op, size_t i) { return (void)op, i == 3; }
static int never(const CustomOp *op, size_t i) { return (void)op, (void)i, 0; }

static const CustomOp matmul = {8,        matmul_create, matmul_name, provider,
                                matmul_type, four,       floats,      one,
                                matmul_compute, matmul_destroy, fourth, never};
static const CustomOp recurrence = {8,      recurrence_create, recurrence_name, provider,
                                    floats, seven,             floats,          two,
                                    recurrence_compute, recurrence_destroy, never, never};

/* The instructions in use: "plain", "avx2" or "vnni". */
EXPORT const char *longscroll_kernels(void) { return kernels()->name; }

/* What ONNX Runtime calls when it is told of this library. */
EXPORT Status *CALL RegisterCustomOps(Options *options, const ApiBase *base) {
  Api api = base->get_api(ORT_API);
  Domain *domain = NULL;
  Status *status = CREATE_DOMAIN(api)("longscroll", &domain);
  kernels();
  if (!status) status = ADD_TO_DOMAIN(api)(domain, &matmul);
  if (!status) status = ADD_TO_DOMAIN(api)(domain, &recurrence);
  if (!status) status = ADD_DOMAIN(api)(options, domain);
  return status;
}

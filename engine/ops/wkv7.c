/* The RWKV-7 recurrence and its gradient for one batch of sequences, in plain C.
 *
 * S' = S diag(w) - (S kappa) b^T + v k^T;  y = S' r.   S is [V,K], K contiguous.
 * All arrays are float32 [B,T,H,N] with N = 64; states are [B,H,N,N]. Every SPAN tokens the
 * forward pass keeps the state, and the backward pass computes the ones between again.
 * Rows of a state never meet: a few of them are carried through all tokens of a span before the
 * next few are looked at, so that they stay in registers or in the nearest cache.
 */
#include "lanes.h"

#define ROWS 4   /* carried together through a span; they share the loads of the vectors */
#define GROUP 16 /* rows whose states within a span are kept for the backward pass */
#define SPAN 16
#define VECS (N / LANES)
#define PAIR (2 * LANES) /* columns whose sums over rows are taken together */

/* What one head reads, at one token. */
typedef struct {
    const float *r, *w, *k, *v, *kappa, *b;
} reads;

static inline reads moved(reads x, ptrdiff_t by) {
    return (reads){x.r + by, x.w + by, x.k + by, x.v + by, x.kappa + by, x.b + by};
}

/* Takes rows `row` to `row + ROWS` of state `s` [N,N] through `count` tokens, `stride` floats
 * apart; `y` [count] is `stride` apart too. */
static void rows_forward(int64_t count, int64_t stride, reads in, int row, float *restrict s,
                         float *restrict y) {
    const float *restrict r = in.r, *restrict w = in.w, *restrict k = in.k;
    const float *restrict v = in.v + row, *restrict kappa = in.kappa, *restrict b = in.b;
    vec x[ROWS][VECS];
    for (int m = 0; m < ROWS; m++)
        for (int j = 0; j < VECS; j++) x[m][j] = AT(s + (row + m) * N + j * LANES);
    for (int64_t t = 0; t < count; t++) {
        const int64_t at = t * stride;
        vec a[ROWS] = {0}, c[ROWS] = {0};
        for (int j = 0; j < VECS; j++)
            for (int m = 0; m < ROWS; m++) a[m] += x[m][j] * AT(kappa + at + j * LANES);
        const quad erased = sums(a);
        for (int j = 0; j < VECS; j++) {
            const int64_t i = at + j * LANES;
            for (int m = 0; m < ROWS; m++) {
                x[m][j] = x[m][j] * AT(w + i) - erased[m] * AT(b + i) + v[at + m] * AT(k + i);
                c[m] += x[m][j] * AT(r + i);
            }
        }
        *(quad *)(y + at + row) = sums(c);
    }
    for (int m = 0; m < ROWS; m++)
        for (int j = 0; j < VECS; j++) PUT(s + (row + m) * N + j * LANES) = x[m][j];
}

/* The same once more for the backward pass, which needs no y: `states` [count+1,GROUP,N], whose
 * first is given, gets the others, and `erased` [count,GROUP] what was erased at each token. */
static void rows_again(int64_t count, int64_t stride, reads in, int row, float *restrict states,
                       float *restrict erased) {
    const float *restrict w = in.w, *restrict k = in.k, *restrict v = in.v + row;
    const float *restrict kappa = in.kappa, *restrict b = in.b;
    const int first = row % GROUP;
    vec x[ROWS][VECS];
    for (int m = 0; m < ROWS; m++)
        for (int j = 0; j < VECS; j++) x[m][j] = AT(states + (first + m) * N + j * LANES);
    for (int64_t t = 0; t < count; t++) {
        const int64_t at = t * stride;
        float *restrict next = states + ((t + 1) * GROUP + first) * N;
        vec a[ROWS] = {0};
        for (int j = 0; j < VECS; j++)
            for (int m = 0; m < ROWS; m++) a[m] += x[m][j] * AT(kappa + at + j * LANES);
        const quad u = sums(a);
        *(quad *)(erased + t * GROUP + first) = u;
        for (int j = 0; j < VECS; j++) {
            const int64_t i = at + j * LANES;
            for (int m = 0; m < ROWS; m++) {
                x[m][j] = x[m][j] * AT(w + i) - u[m] * AT(b + i) + v[at + m] * AT(k + i);
                PUT(next + m * N + j * LANES) = x[m][j];
            }
        }
    }
}

/* From `d` [GROUP,N], the gradient of the state after a token, the sums over its columns: the
 * gradients of v and of what was erased. */
static void over_columns(const float *restrict d, const float *restrict k,
                         const float *restrict b, float *restrict dv, float *restrict du) {
    for (int i = 0; i < GROUP; i += ROWS) {
        vec to_v[ROWS] = {0}, to_u[ROWS] = {0};
        for (int j = 0; j < N; j += LANES)
            for (int m = 0; m < ROWS; m++) {
                const vec x = AT(d + (i + m) * N + j);
                to_v[m] += x * AT(k + j);
                to_u[m] -= x * AT(b + j);
            }
        *(quad *)(dv + i) = sums(to_v);
        *(quad *)(du + i) = sums(to_u);
    }
}

/* Gradients of the vectors, [B,T,H,N] each. */
typedef struct {
    float *r, *w, *k, *v, *kappa, *b;
} gradients;

/* The sums over rows, added to `to` at `at`. `d` becomes the gradient of state `s` [GROUP,N]
 * before the token, which is the one after the token before: `r1`, `dy1` and `dr1` are of that. */
static void over_rows(const float *restrict s, float *restrict d, reads in,
                      const float *restrict erased, const float *restrict du,
                      const float *restrict r1, const float *restrict dy1, float *restrict dr1,
                      gradients to, int64_t at) {
    const float *restrict v = in.v, *restrict w = in.w, *restrict kappa = in.kappa;
    for (int j = 0; j < N; j += PAIR) {
        vec gr[2] = {0}, gw[2] = {0}, gk[2] = {0}, gz[2] = {0}, gb[2] = {0};
        for (int i = 0; i < GROUP; i++)
            for (int p = 0; p < 2; p++) {
                const int c = j + p * LANES;
                const vec x = AT(d + i * N + c), old = AT(s + i * N + c);
                gr[p] += dy1[i] * old;
                gw[p] += x * old;
                gk[p] += v[i] * x;
                gb[p] -= erased[i] * x;
                gz[p] += du[i] * old;
                PUT(d + i * N + c) = x * AT(w + c) + du[i] * AT(kappa + c) + dy1[i] * AT(r1 + c);
            }
        for (int p = 0; p < 2; p++) {
            const int64_t c = j + p * LANES;
            PUT(dr1 + c) += gr[p];
            PUT(to.w + at + c) += gw[p] * AT(w + c); /* with respect to log w */
            PUT(to.k + at + c) += gk[p];
            PUT(to.kappa + at + c) += gz[p];
            PUT(to.b + at + c) += gb[p];
        }
    }
}

/* What `over_rows` does for the token before, for the last one, after which there is none. */
static void last_token(const float *s, float *d, const float *r, const float *dy, float *dr) {
    for (int i = 0; i < GROUP; i++)
        for (int j = 0; j < N; j += LANES) {
            PUT(d + i * N + j) += dy[i] * AT(r + j);
            PUT(dr + j) += dy[i] * AT(s + i * N + j);
        }
}

/* One group of rows, back through a span whose first token is at `start`. `d` [GROUP,N] is the
 * gradient of the last state, with y of its token if `is_last` is false. */
static void group_back(int64_t count, int64_t stride, reads in, int group, const float *kept,
                       const float *dy, float *d, gradients to, int64_t start, int is_first,
                       int is_last) {
    _Alignas(64) float states[(SPAN + 1) * GROUP * N], erased[SPAN * GROUP], du[GROUP];
    _Alignas(64) float nothing[N] = {0}, nowhere[N];
    const reads span = moved(in, start);
    memcpy(states, kept, sizeof(float[GROUP * N]));
    for (int i = 0; i < GROUP; i += ROWS)
        rows_again(count, stride, span, group + i, states, erased);
    int64_t at = start + (count - 1) * stride;
    if (is_last) last_token(states + count * GROUP * N, d, in.r + at, dy + at + group, to.r + at);
    for (int64_t t = count - 1; t >= 0; t--, at -= stride) {
        const int has_before = t || !is_first;
        reads now = moved(in, at);
        now.v += group;
        over_columns(d, now.k, now.b, to.v + at + group, du);
        over_rows(states + t * GROUP * N, d, now, erased + t * GROUP, du,
                  has_before ? now.r - stride : nothing,
                  has_before ? dy + at - stride + group : nothing,
                  has_before ? to.r + at - stride : nowhere, to, at);
    }
}

EXPORT int64_t wkv7_span(void) { return SPAN; }

/* `state` is changed in place; `kept` [B,H,ceil(T/SPAN),N,N] gets the states at span starts. */
EXPORT void wkv7_forward(int64_t batch, int64_t length, int64_t heads, const float *r,
                         const float *w, const float *k, const float *v, const float *kappa,
                         const float *b, float *state, float *kept, float *y) {
    const int64_t spans = (length + SPAN - 1) / SPAN, stride = heads * N;
    const reads in = {r, w, k, v, kappa, b};
    for (int64_t n = 0; n < batch * heads; n++) {
        float *s = state + n * N * N;
        int64_t at = ((n / heads) * length * heads + n % heads) * N;
        for (int64_t span = 0; span < spans; span++, at += SPAN * stride) {
            const int64_t left = length - span * SPAN, count = left < SPAN ? left : SPAN;
            memcpy(kept + (n * spans + span) * N * N, s, sizeof(float[N * N]));
            for (int i = 0; i < N; i += ROWS)
                rows_forward(count, stride, moved(in, at), i, s, y + at);
        }
    }
}

/* `ds` is the gradient of the last state on entry and of the first on return. All gradients but
 * `dv` are added to what is there. */
EXPORT void wkv7_backward(int64_t batch, int64_t length, int64_t heads, const float *r,
                          const float *w, const float *k, const float *v, const float *kappa,
                          const float *b, const float *kept, const float *dy, float *ds,
                          float *dr, float *dw, float *dk, float *dv, float *dkappa, float *db) {
    const int64_t spans = (length + SPAN - 1) / SPAN, stride = heads * N;
    const reads in = {r, w, k, v, kappa, b};
    const gradients to = {dr, dw, dk, dv, dkappa, db};
    for (int64_t n = 0; n < batch * heads; n++) {
        const int64_t first = ((n / heads) * length * heads + n % heads) * N;
        for (int64_t span = spans - 1; span >= 0; span--) {
            const int64_t left = length - span * SPAN, count = left < SPAN ? left : SPAN;
            for (int g = 0; g < N; g += GROUP)
                group_back(count, stride, in, g, kept + ((n * spans + span) * N + g) * N, dy,
                           ds + (n * N + g) * N, to, first + span * SPAN * stride, span == 0,
                           span == spans - 1);
        }
    }
}

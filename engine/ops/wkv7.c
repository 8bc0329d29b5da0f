/* The RWKV-7 recurrence and its gradient for one batch of sequences, in plain C.
 *
 * S' = S diag(w) - (S kappa) b^T + v k^T;  y = S' r.   S is [V,K], K contiguous.
 * All arrays are float32 [B,T,H,N] with N = 64; states are [B,H,N,N]. Every SPAN tokens the
 * forward pass keeps the state, and the backward pass computes the ones between again.
 */
#include "lanes.h"

#define ROWS 4 /* taken together */
#define SPAN 16

/* One token: reads state `s`, writes state `next` (may be the same), y and what was erased.
 * Rows are independent; some are taken together to share the loads of the vectors. */
static void step(const float *s, float *next, const float *r, const float *w, const float *k,
                 const float *v, const float *kappa, const float *b, float *y, float *erased) {
    for (int i = 0; i < N; i += ROWS) {
        vec a[ROWS] = {0}, c[ROWS] = {0};
        float u[ROWS];
        for (int j = 0; j < N; j += LANES)
            for (int m = 0; m < ROWS; m++) a[m] += AT(s + (i + m) * N + j) * AT(kappa + j);
        for (int m = 0; m < ROWS; m++) u[m] = erased[i + m] = sum(a[m]);
        for (int j = 0; j < N; j += LANES)
            for (int m = 0; m < ROWS; m++) {
                const vec x = AT(s + (i + m) * N + j) * AT(w + j) - u[m] * AT(b + j) +
                              v[i + m] * AT(k + j);
                *(vec *)(next + (i + m) * N + j) = x;
                c[m] += x * AT(r + j);
            }
        for (int m = 0; m < ROWS; m++) y[i + m] = sum(c[m]);
    }
}

/* The gradient of one token. `ds` is d loss / d next state on entry, / d state on return.
 * Rows first, columns second: so all sums of each half stay in registers. */
static void step_back(const float *s, const float *next, float *ds, const float *dy,
                      const float *r, const float *w, const float *k, const float *v,
                      const float *kappa, const float *b, const float *erased, float *dr,
                      float *dw, float *dk, float *dv, float *dkappa, float *db) {
    float du[N];
    for (int i = 0; i < N; i += ROWS) {
        vec to_v[ROWS] = {0}, to_u[ROWS] = {0};
        for (int j = 0; j < N; j += LANES)
            for (int m = 0; m < ROWS; m++) {
                const vec d = AT(ds + (i + m) * N + j) + dy[i + m] * AT(r + j);
                *(vec *)(ds + (i + m) * N + j) = d;
                to_v[m] += d * AT(k + j);
                to_u[m] -= d * AT(b + j);
            }
        for (int m = 0; m < ROWS; m++) dv[i + m] = sum(to_v[m]), du[i + m] = sum(to_u[m]);
    }
    for (int j = 0; j < N; j += LANES) {
        vec gr = {0}, gw = {0}, gk = {0}, gz = {0}, gb = {0};
        const vec vw = AT(w + j), vz = AT(kappa + j);
        for (int i = 0; i < N; i++) {
            const vec d = AT(ds + i * N + j), old = AT(s + i * N + j);
            gr += dy[i] * AT(next + i * N + j);
            gw += d * old;
            gk += v[i] * d;
            gb -= erased[i] * d;
            gz += du[i] * old;
            *(vec *)(ds + i * N + j) = d * vw + du[i] * vz;
        }
        *(vec *)(dr + j) = gr;
        *(vec *)(dw + j) = gw * vw; /* with respect to log w */
        *(vec *)(dk + j) = gk;
        *(vec *)(dkappa + j) = gz;
        *(vec *)(db + j) = gb;
    }
}

EXPORT int64_t wkv7_span(void) { return SPAN; }

/* `state` is changed in place; `kept` [B,H,ceil(T/SPAN),N,N] gets the states at span starts. */
EXPORT void wkv7_forward(int64_t batch, int64_t length, int64_t heads, const float *r,
                         const float *w, const float *k, const float *v, const float *kappa,
                         const float *b, float *state, float *kept, float *y) {
    int64_t spans = (length + SPAN - 1) / SPAN;
    float erased[N];
    for (int64_t n = 0; n < batch * heads; n++) {
        float *s = state + n * N * N;
        size_t at = ((n / heads) * length * heads + n % heads) * N;
        for (int64_t t = 0; t < length; t++, at += heads * N) {
            if (t % SPAN == 0) memcpy(kept + (n * spans + t / SPAN) * N * N, s, sizeof(float[N * N]));
            step(s, s, r + at, w + at, k + at, v + at, kappa + at, b + at, y + at, erased);
        }
    }
}

/* `ds` is the gradient of the last state on entry and of the first on return. */
EXPORT void wkv7_backward(int64_t batch, int64_t length, int64_t heads, const float *r,
                          const float *w, const float *k, const float *v, const float *kappa,
                          const float *b, const float *kept, const float *dy, float *ds,
                          float *dr, float *dw, float *dk, float *dv, float *dkappa, float *db) {
    int64_t spans = (length + SPAN - 1) / SPAN;
    float states[SPAN + 1][N * N], erased[SPAN][N], y[N];
    for (int64_t n = 0; n < batch * heads; n++) {
        float *d = ds + n * N * N;
        size_t first = ((n / heads) * length * heads + n % heads) * N;
        for (int64_t span = spans - 1; span >= 0; span--) {
            int64_t begin = span * SPAN, count = length - begin < SPAN ? length - begin : SPAN;
            memcpy(states[0], kept + (n * spans + span) * N * N, sizeof(states[0]));
            for (int64_t t = 0; t < count; t++) {
                size_t at = first + (begin + t) * heads * N;
                step(states[t], states[t + 1], r + at, w + at, k + at, v + at, kappa + at, b + at,
                     y, erased[t]);
            }
            for (int64_t t = count - 1; t >= 0; t--) {
                size_t at = first + (begin + t) * heads * N;
                step_back(states[t], states[t + 1], d, dy + at, r + at, w + at, k + at, v + at,
                          kappa + at, b + at, erased[t], dr + at, dw + at, dk + at, dv + at,
                          dkappa + at, db + at);
            }
        }
    }
}

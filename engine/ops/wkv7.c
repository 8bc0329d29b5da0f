/* The RWKV-7 recurrence and its gradient for one batch of sequences, in plain C.
 *
 * S' = S diag(w) - (S kappa) b^T + v k^T;  y = S' r.   S is [V,K], K contiguous.
 * All arrays are float32 [B,T,H,N] with N = 64; states are [B,H,N,N]. Every SPAN tokens the
 * forward pass keeps the state, and the backward pass computes the ones between again.
 * Vectors are those of GCC and Clang: the compiler turns them into what the processor has.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define N 64
#define LANES 16
#define PARTS (N / LANES)
#define SPAN 16

typedef float vec __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));
typedef float half __attribute__((vector_size(LANES / 2 * sizeof(float))));
typedef float quarter __attribute__((vector_size(LANES / 4 * sizeof(float))));

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT
#endif

/* By halves: a chain of single additions would cost more than all the rest. */
static inline float sum(vec x) {
    half h[2];
    quarter q[2];
    memcpy(h, &x, sizeof(x));
    h[0] += h[1];
    memcpy(q, h, sizeof(h[0]));
    q[0] += q[1];
    return (q[0][0] + q[0][2]) + (q[0][1] + q[0][3]);
}

static inline void load(vec *to, const float *from) { memcpy(to, from, N * sizeof(float)); }

static inline void store(float *to, const vec *from) { memcpy(to, from, N * sizeof(float)); }

/* One token: reads state `s`, writes state `next` (may be the same), y and what was erased. */
static void step(const float *s, float *next, const float *r, const float *w, const float *k,
                 const float *v, const float *kappa, const float *b, float *y, float *erased) {
    vec vr[PARTS], vw[PARTS], vk[PARTS], vz[PARTS], vb[PARTS];
    load(vr, r), load(vw, w), load(vk, k), load(vz, kappa), load(vb, b);
    for (int i = 0; i < N; i++) {
        vec row[PARTS], a = {0}, c = {0};
        load(row, s + i * N);
        for (int j = 0; j < PARTS; j++) a += row[j] * vz[j];
        float u = sum(a);
        for (int j = 0; j < PARTS; j++) {
            row[j] = row[j] * vw[j] - u * vb[j] + v[i] * vk[j];
            c += row[j] * vr[j];
        }
        store(next + i * N, row);
        y[i] = sum(c);
        erased[i] = u;
    }
}

/* The gradient of one token. `ds` is d loss / d next state on entry, / d state on return.
 * Rows first, columns second: so all sums of each half stay in registers. */
static void step_back(const float *s, const float *next, float *ds, const float *dy,
                      const float *r, const float *w, const float *k, const float *v,
                      const float *kappa, const float *b, const float *erased, float *dr,
                      float *dw, float *dk, float *dv, float *dkappa, float *db) {
    float du[N];
    vec vr[PARTS], vk[PARTS], vb[PARTS];
    load(vr, r), load(vk, k), load(vb, b);
    for (int i = 0; i < N; i++) {
        vec d[PARTS], to_v = {0}, to_u = {0};
        load(d, ds + i * N);
        for (int j = 0; j < PARTS; j++) {
            d[j] += dy[i] * vr[j];
            to_v += d[j] * vk[j];
            to_u -= d[j] * vb[j];
        }
        store(ds + i * N, d);
        dv[i] = sum(to_v);
        du[i] = sum(to_u);
    }
    for (int j = 0; j < N; j += LANES) {
        vec gr = {0}, gw = {0}, gk = {0}, gz = {0}, gb = {0};
        const vec vw = *(const vec *)(w + j), vz = *(const vec *)(kappa + j);
        for (int i = 0; i < N; i++) {
            const vec d = *(vec *)(ds + i * N + j), old = *(const vec *)(s + i * N + j);
            gr += dy[i] * *(const vec *)(next + i * N + j);
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

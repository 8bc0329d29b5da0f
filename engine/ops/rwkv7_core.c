/* What RWKV-7 does between its matrices, but for the recurrence: gates before it, norm and gate
 * behind it, and the gradients of both.
 *
 * All arrays are [rows,H,N] with N = 64, a row for each token; vectors are [H,N]. What the matrices
 * make and read (`void *`) is bfloat16 if `narrow`, else float32, as all the rest is. One pass
 * over a head's channels, which stay in the cache, stands for a dozen passes over whole arrays.
 * Gradients of vectors are added to what is there. Source: Peng et al. 2025, arXiv:2503.14456.
 */
#include <math.h>

#include "lanes.h"

#define LOG_DECAY_SCALE -0.6065306597126334f
#define SMALLEST 1e-12f /* a key is not divided by less */

#define EACH(j) for (int j = 0; j < N; j += LANES)

static inline vec sigmoid(vec x) { return 1 / (1 + exponential(-x)); }

/* Length of k * k_k over a head, and its inverse; a length below SMALLEST is taken as that. */
static inline float inverse_length(const void *k, size_t at, int64_t narrow, const float *k_k,
                                   int *short_) {
    vec squares = {0};
    EACH(j) {
        const vec x = load(k, at + j, narrow) * AT(k_k + j);
        squares += x * x;
    }
    const float length = sqrtf(sum(squares));
    *short_ = length < SMALLEST;
    return 1 / (*short_ ? SMALLEST : length);
}

/* From the products of the matrices to what the recurrence reads: r, decay w, key, value, what is
 * erased (kappa) and b. In the first layer `v_gate` is NULL and the value is the product. */
EXPORT void rwkv7_gates(int64_t rows, int64_t heads, int64_t narrow, const void *r_raw,
                        const void *k, const void *w_raw, const void *a_raw, const void *v,
                        const void *v_gate, const void *v_first, const float *w0, const float *a0,
                        const float *v0, const float *k_k, const float *k_a, float *r, float *w,
                        float *key, float *value, float *kappa, float *b) {
    for (int64_t n = 0; n < rows * heads; n++) {
        const size_t at = n * N, c = (n % heads) * N;
        int is_short;
        const float inverse = inverse_length(k, at, narrow, k_k + c, &is_short);
        EACH(j) {
            const size_t i = at + j, m = c + j;
            const vec a = sigmoid(load(a_raw, i, narrow) + AT(a0 + m)), x = load(k, i, narrow);
            const vec unit = x * AT(k_k + m) * inverse, own = load(v, i, narrow);
            PUT(r + i) = load(r_raw, i, narrow);
            PUT(w + i) = exponential(LOG_DECAY_SCALE *
                                     sigmoid(load(w_raw, i, narrow) + AT(w0 + m)));
            PUT(key + i) = x * (1 + (a - 1) * AT(k_a + m));
            PUT(kappa + i) = unit;
            PUT(b + i) = unit * a;
            if (v_gate) {
                const vec share = sigmoid(load(v_gate, i, narrow) + AT(v0 + m));
                PUT(value + i) = own + (load(v_first, i, narrow) - own) * share;
            } else {
                PUT(value + i) = own;
            }
        }
    }
}

/* The gradients that reach r, key and value come in two parts: from the recurrence (`_1`) and from
 * the bonus (`_2`). `d_log_w` is with respect to log w. */
EXPORT void rwkv7_gates_back(
    int64_t rows, int64_t heads, int64_t narrow, const void *k, const void *w_raw,
    const void *a_raw, const void *v, const void *v_gate, const void *v_first, const float *w0,
    const float *a0, const float *v0, const float *k_k, const float *k_a, const float *kappa,
    const float *d_r_1, const float *d_r_2, const float *d_log_w, const float *d_key_1,
    const float *d_key_2, const float *d_value_1, const float *d_value_2, const float *d_kappa,
    const float *d_b, void *d_r, void *d_k, void *d_w_raw, void *d_a_raw, void *d_v,
    void *d_v_gate, void *d_v_first, float *d_w0, float *d_a0, float *d_v0, float *d_k_k,
    float *d_k_a) {
    for (int64_t n = 0; n < rows * heads; n++) {
        const size_t at = n * N, c = (n % heads) * N;
        int is_short;
        const float inverse = inverse_length(k, at, narrow, k_k + c, &is_short);
        vec along = {0}; /* the part of the gradient that would change the length alone */
        vec to_k[N / LANES], to_units[N / LANES];
        EACH(j) {
            const size_t i = at + j, m = c + j;
            const vec a = sigmoid(load(a_raw, i, narrow) + AT(a0 + m)), x = load(k, i, narrow);
            const vec to_b = AT(d_b + i), to_key = AT(d_key_1 + i) + AT(d_key_2 + i);
            const vec to_unit = AT(d_kappa + i) + to_b * a;
            const vec to_a = (to_b * AT(kappa + i) + to_key * x * AT(k_a + m)) * a * (1 - a);
            const vec s = sigmoid(load(w_raw, i, narrow) + AT(w0 + m));
            const vec to_w = AT(d_log_w + i) * LOG_DECAY_SCALE * s * (1 - s);
            along += to_unit * AT(kappa + i);
            to_units[j / LANES] = to_unit;
            to_k[j / LANES] = to_key * (1 + (a - 1) * AT(k_a + m));
            store(d_r, i, narrow, AT(d_r_1 + i) + AT(d_r_2 + i));
            store(d_a_raw, i, narrow, to_a);
            store(d_w_raw, i, narrow, to_w);
            PUT(d_a0 + m) += to_a;
            PUT(d_w0 + m) += to_w;
            PUT(d_k_a + m) += to_key * x * (a - 1);
            const vec to_value = AT(d_value_1 + i) + AT(d_value_2 + i);
            if (v_gate) {
                const vec share = sigmoid(load(v_gate, i, narrow) + AT(v0 + m));
                const vec difference = load(v_first, i, narrow) - load(v, i, narrow);
                const vec to_gate = to_value * difference * share * (1 - share);
                store(d_v, i, narrow, to_value * (1 - share));
                store(d_v_first, i, narrow, to_value * share);
                store(d_v_gate, i, narrow, to_gate);
                PUT(d_v0 + m) += to_gate;
            } else {
                store(d_v, i, narrow, to_value);
            }
        }
        const float turned = is_short ? 0 : sum(along);
        EACH(j) {
            const size_t i = at + j, m = c + j;
            const vec to_product = (to_units[j / LANES] - AT(kappa + i) * turned) * inverse;
            store(d_k, i, narrow, to_k[j / LANES] + to_product * AT(k_k + m));
            PUT(d_k_k + m) += to_product * load(k, i, narrow);
        }
    }
}

/* Mean, inverse deviation and bonus of one head: what both passes begin with. */
static inline void measure(const float *y, const float *r, const float *key, const float *r_k,
                           float eps, float *mean, float *inverse, float *bonus) {
    vec total = {0}, kept = {0}, squares = {0};
    EACH(j) {
        total += AT(y + j);
        kept += AT(r + j) * AT(key + j) * AT(r_k + j);
    }
    *mean = sum(total) / N;
    EACH(j) {
        const vec x = AT(y + j) - *mean;
        squares += x * x;
    }
    *inverse = 1 / sqrtf(sum(squares) / N + eps);
    *bonus = sum(kept);
}

/* From what the recurrence gave to what the last matrix reads: norm of each head, the bonus of
 * the token itself, gate. */
EXPORT void rwkv7_readout(int64_t rows, int64_t heads, int64_t narrow, float eps, const float *y,
                          const float *r, const float *key, const float *value, const void *gate,
                          const float *weight, const float *bias, const float *r_k, void *out) {
    for (int64_t n = 0; n < rows * heads; n++) {
        const size_t at = n * N, c = (n % heads) * N;
        float mean, inverse, bonus;
        measure(y + at, r + at, key + at, r_k + c, eps, &mean, &inverse, &bonus);
        EACH(j) {
            const size_t i = at + j, m = c + j;
            const vec normed = (AT(y + i) - mean) * inverse * AT(weight + m) + AT(bias + m);
            store(out, i, narrow, (normed + bonus * AT(value + i)) * load(gate, i, narrow));
        }
    }
}

EXPORT void rwkv7_readout_back(int64_t rows, int64_t heads, int64_t narrow, float eps,
                               const float *y, const float *r, const float *key,
                               const float *value, const void *gate, const float *weight,
                               const float *bias, const float *r_k, const void *d_out, float *d_y,
                               float *d_r, float *d_key, float *d_value, void *d_gate,
                               float *d_weight, float *d_bias, float *d_r_k) {
    for (int64_t n = 0; n < rows * heads; n++) {
        const size_t at = n * N, c = (n % heads) * N;
        float mean, inverse, bonus;
        measure(y + at, r + at, key + at, r_k + c, eps, &mean, &inverse, &bonus);
        vec level = {0}, slope = {0}, to_bonus = {0};
        EACH(j) {
            const size_t i = at + j, m = c + j;
            const vec unit = (AT(y + i) - mean) * inverse, pull = load(d_out, i, narrow);
            const vec d = pull * load(gate, i, narrow);
            const vec to_unit = d * AT(weight + m);
            const vec whole = unit * AT(weight + m) + AT(bias + m) + bonus * AT(value + i);
            store(d_gate, i, narrow, pull * whole);
            PUT(d_value + i) = d * bonus;
            PUT(d_weight + m) += d * unit;
            PUT(d_bias + m) += d;
            to_bonus += d * AT(value + i);
            level += to_unit;
            slope += to_unit * unit;
        }
        const float b = sum(to_bonus), mean_level = sum(level) / N, mean_slope = sum(slope) / N;
        EACH(j) {
            const size_t i = at + j, m = c + j;
            const vec unit = (AT(y + i) - mean) * inverse;
            const vec to_unit =
                load(d_out, i, narrow) * load(gate, i, narrow) * AT(weight + m);
            const vec reads = AT(r + i), keeps = AT(key + i);
            PUT(d_y + i) = (to_unit - mean_level - unit * mean_slope) * inverse;
            PUT(d_r + i) = b * keeps * AT(r_k + m);
            PUT(d_key + i) = b * reads * AT(r_k + m);
            PUT(d_r_k + m) += b * reads * keeps;
        }
    }
}

/* out_i = x + delta * mix_i for `count` mixes [count,C] and arrays [rows,C]; those of `out` are
 * bfloat16 if `narrow`. */
EXPORT void rwkv7_mix(int64_t rows, int64_t channels, int64_t count, int64_t narrow,
                      const float *x, const float *delta, const float *mixes, void *const *out) {
    for (int64_t n = 0; n < rows; n++)
        for (int64_t c = 0; c < channels; c += LANES) {
            const size_t at = n * channels + c;
            const vec base = AT(x + at), d = AT(delta + at);
            for (int64_t i = 0; i < count; i++)
                store(out[i], at, narrow, base + d * AT(mixes + i * channels + c));
        }
}

EXPORT void rwkv7_mix_back(int64_t rows, int64_t channels, int64_t count, int64_t narrow,
                           const float *delta, const float *mixes, const void *const *d_out,
                           float *d_x, float *d_delta, float *d_mixes) {
    for (int64_t n = 0; n < rows; n++)
        for (int64_t c = 0; c < channels; c += LANES) {
            const size_t at = n * channels + c;
            const vec d = AT(delta + at);
            vec to_x = {0}, to_delta = {0};
            for (int64_t i = 0; i < count; i++) {
                const size_t m = i * channels + c;
                const vec g = load(d_out[i], at, narrow);
                to_x += g;
                to_delta += g * AT(mixes + m);
                PUT(d_mixes + m) += g * d;
            }
            PUT(d_x + at) = to_x;
            PUT(d_delta + at) = to_delta;
        }
}

/* max(x, 0) squared, of `count` numbers, a multiple of LANES. */
EXPORT void relu_squared(int64_t count, int64_t narrow, const void *x, void *out) {
    for (int64_t i = 0; i < count; i += LANES) {
        const vec a = load(x, i, narrow), positive = choose(a > fill(0), a, fill(0));
        store(out, i, narrow, positive * positive);
    }
}

EXPORT void relu_squared_back(int64_t count, int64_t narrow, const void *x, const void *grad,
                              void *d_x) {
    for (int64_t i = 0; i < count; i += LANES) {
        const vec a = load(x, i, narrow);
        store(d_x, i, narrow, 2 * choose(a > fill(0), a, fill(0)) * load(grad, i, narrow));
    }
}

/* Cross-entropy of rows of logits, and its gradient, in one pass that stays in the cache.
 *
 * Torch's operations write all probabilities four times over and convert them twice.
 */
#include <math.h>

#include "lanes.h"

static inline float one(const void *row, int64_t i, int64_t narrow) {
    if (!narrow) return ((const float *)row)[i];
    const uint32_t bits = (uint32_t)((const uint16_t *)row)[i] << 16;
    float x;
    memcpy(&x, &bits, sizeof(x));
    return x;
}

static inline void put_one(void *row, int64_t i, int64_t narrow, float x) {
    if (!narrow) {
        ((float *)row)[i] = x;
        return;
    }
    uint32_t bits;
    memcpy(&bits, &x, sizeof(bits));
    ((uint16_t *)row)[i] = (uint16_t)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

static float largest(const void *row, int64_t entries, int64_t whole, int64_t narrow) {
    vec high = fill(-INFINITY);
    for (int64_t i = 0; i < whole; i += LANES) {
        const vec x = load(row, i, narrow);
        high = choose(x > high, x, high);
    }
    float found = -INFINITY;
    for (int i = 0; i < LANES; i++) found = fmaxf(found, high[i]);
    for (int64_t i = whole; i < entries; i++) found = fmaxf(found, one(row, i, narrow));
    return found;
}

/* `logits` [rows,entries] (bfloat16 if `narrow`, else float32) become the gradient of `loss` [1],
 * the sum of importance * nats of `targets`. `powers` [entries] is room to work in. */
EXPORT void head_softmax(int64_t rows, int64_t entries, int64_t narrow, void *logits,
                         const int64_t *targets, const float *importance, float *powers,
                         double *loss) {
    const int64_t whole = entries / LANES * LANES;
    double total = 0;
    for (int64_t n = 0; n < rows; n++) {
        void *row = (char *)logits + n * entries * (narrow ? 2 : 4);
        const float high = largest(row, entries, whole, narrow), share = importance[n];
        const float wanted = one(row, targets[n], narrow) - high;
        vec each = {0};
        for (int64_t i = 0; i < whole; i += LANES) {
            const vec e = exponential(load(row, i, narrow) - high);
            PUT(powers + i) = e;
            each += e;
        }
        float all = sum(each);
        for (int64_t i = whole; i < entries; i++)
            all += powers[i] = expf(one(row, i, narrow) - high);
        const float scale = share / all;
        for (int64_t i = 0; i < whole; i += LANES) store(row, i, narrow, AT(powers + i) * scale);
        for (int64_t i = whole; i < entries; i++) put_one(row, i, narrow, powers[i] * scale);
        put_one(row, targets[n], narrow, powers[targets[n]] * scale - share);
        total += share * (logf(all) - wanted);
    }
    *loss = total;
}

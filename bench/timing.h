/* What the benchmarks share: a clock, and the quantiles of what was measured. */
#ifndef TIMING_H
#define TIMING_H

#include <stdlib.h>
#include <time.h>

static double now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts the values. */
static double quantile(double *values, int n, double q) {
    qsort(values, (size_t)n, sizeof *values, ascending);
    return values[(int)((n - 1) * q + 0.5)];
}

#endif

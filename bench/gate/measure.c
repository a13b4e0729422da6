/*
 * Times whole processes, interleaved: every round runs each case once, in turn, so that a machine whose
 * speed drifts treats all alike. Prints per case the median wall time, the median of the ratios to the
 * first case of the same round (the floor), and the peak memory.
 *
 *   measure ROUNDS CASES
 *
 * CASES: one case a line, tab separated: name, standard input file, working directory, program, argument...
 * The environment is passed on. Standard output and error of the cases are dropped.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../timing.h"

enum { MAX_CASES = 64, MAX_ARGS = 32, WARM_UP = 5 };

struct measured {
    char *name, *input, *directory, *argv[MAX_ARGS + 1];
    double *wall, *ratio;
    long peak_kib;
    int failures;
};

extern char **environ;

static double run(struct measured *m) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, m->input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addchdir_np(&files, m->directory);
    pid_t pid;
    double start = now_us();
    int fault = posix_spawn(&pid, m->argv[0], &files, NULL, m->argv, environ);
    if (fault) { fprintf(stderr, "measure: %s: %s\n", m->argv[0], strerror(fault)); exit(2); }
    int status;
    struct rusage usage;
    while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR) { }
    double took = (now_us() - start) / 1e3;
    posix_spawn_file_actions_destroy(&files);
    if (usage.ru_maxrss > m->peak_kib) m->peak_kib = usage.ru_maxrss;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) m->failures++;
    return took;
}

int main(int argc, char **argv) {
    if (argc != 3) { fprintf(stderr, "usage: measure ROUNDS CASES\n"); return 2; }
    int rounds = atoi(argv[1]), count = 0;
    FILE *f = fopen(argv[2], "r");
    if (!f || rounds < 1) { perror(argv[2]); return 2; }
    static struct measured cases[MAX_CASES];
    char *line = NULL;
    size_t capacity = 0;
    while (count < MAX_CASES && getline(&line, &capacity, f) > 0) {
        line[strcspn(line, "\n")] = 0;
        if (!*line) continue;
        struct measured *m = &cases[count++];
        char *rest = strdup(line);
        m->name = strsep(&rest, "\t");
        m->input = strsep(&rest, "\t");
        m->directory = strsep(&rest, "\t");
        for (int i = 0; rest && i < MAX_ARGS; i++) m->argv[i] = strsep(&rest, "\t");
        if (!m->argv[0]) { fprintf(stderr, "measure: a case without a program: %s\n", line); return 2; }
        m->wall = calloc((size_t)rounds, sizeof(double));
        m->ratio = calloc((size_t)rounds, sizeof(double));
    }
    for (int w = 0; w < WARM_UP; w++)
        for (int c = 0; c < count; c++) run(&cases[c]);
    for (int r = 0; r < rounds; r++)
        for (int c = 0; c < count; c++) {
            cases[c].wall[r] = run(&cases[c]);
            cases[c].ratio[r] = cases[c].wall[r] / cases[0].wall[r];
        }
    printf("%-44s %9s %9s %9s %9s\n", "case", "median ms", "p95 ms", "x floor", "peak MiB");
    for (int c = 0; c < count; c++) {
        struct measured *m = &cases[c];
        double median = quantile(m->wall, rounds, 0.5), tail = quantile(m->wall, rounds, 0.95);
        printf("%-44s %9.2f %9.2f %9.2f %9.1f%s\n", m->name, median, tail, quantile(m->ratio, rounds, 0.5), (double)m->peak_kib / 1024, m->failures ? "  FAILED" : "");
        if (m->failures) fprintf(stderr, "measure: %s: %d runs did not exit 0\n", m->name, m->failures);
    }
    return 0;
}

/*
 * Plays an MCP client against the same fake server, directly and through what stands between, interleaved: every round takes each side in turn.
 *
 *   drive ROUNDS CALLS SIDES
 *
 * SIDES: one a line, tab separated: name, program, argument... The first is the one that the others are compared with; of the last, the peak memory
 * after CALLS further calls is taken, unless there are none. The sides' standard error goes to /dev/null.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../timing.h"

enum { MAX_SIDES = 8, MAX_ARGS = 32, SINGLE = 200, BURST = 1000, FLIGHT = 32, LARGE = 5, MEGABYTE = 1 << 20 };

struct side {
    char *name, *argv[MAX_ARGS + 1];
    pid_t pid;
    int in, out;
    char *held;
    size_t length, capacity;
    double *single, *rate, *large, *start, *single_added, *large_ratio, *rate_ratio, *start_added;
    int singles;
};

extern char **environ;
static char *request;
static long next_id = 1;

static void fail(struct side *s, const char *what) { fprintf(stderr, "drive: %s: %s\n", s->name, what); exit(2); }

static void say(struct side *s, const char *text, size_t length) {
    for (size_t done = 0; done < length;) {
        ssize_t wrote = write(s->in, text + done, length - done);
        if (wrote < 0) fail(s, "does not read");
        done += (size_t)wrote;
    }
}

/* Reads that many lines; each must be an answer of the server, not a refusal. */
static void hear(struct side *s, int lines, size_t least) {
    size_t looked = 0;
    while (lines > 0) {
        char *end = memchr(s->held + looked, '\n', s->length - looked);
        if (end) {
            size_t line = (size_t)(end - s->held) + 1;
            if (line < least || !memmem(s->held, line < 200 ? line : 200, "\"result\":{", 10) || memmem(s->held, line < 2000 ? line : 2000, "isError", 7)) {
                fprintf(stderr, "drive: %s answered %.*s\n", s->name, (int)(line < 500 ? line : 500), s->held);
                exit(2);
            }
            s->length -= line;
            memmove(s->held, end + 1, s->length);
            looked = 0;
            lines--;
            continue;
        }
        looked = s->length;
        if (s->length == s->capacity && !(s->held = realloc(s->held, s->capacity *= 2))) exit(2);
        ssize_t got = read(s->out, s->held + s->length, s->capacity - s->length);
        if (got <= 0) fail(s, "ended");
        s->length += (size_t)got;
    }
}

static size_t call(char *into, const char *text) {
    return (size_t)sprintf(into, "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"text\":\"%s\"}}}\n", next_id++, text);
}

/* Milliseconds from nothing to the answer of initialize. */
static double start(struct side *s) {
    int to[2], from[2];
    if (pipe2(to, O_CLOEXEC) || pipe2(from, O_CLOEXEC)) fail(s, "no pipe");
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, to[0], 0);
    posix_spawn_file_actions_adddup2(&files, from[1], 1);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    double began = now_us();
    if (posix_spawn(&s->pid, s->argv[0], &files, NULL, s->argv, environ)) fail(s, "cannot be started");
    posix_spawn_file_actions_destroy(&files);
    close(to[0]);
    close(from[1]);
    s->in = to[1];
    s->out = from[0];
    s->length = 0;
    const char *hello = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"drive\",\"version\":\"1\"}}}\n";
    say(s, hello, strlen(hello));
    hear(s, 1, 0);
    double took = (now_us() - began) / 1e3;
    const char *ready = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n";
    say(s, ready, strlen(ready));
    return took;
}

static void stop(struct side *s) {
    close(s->in);
    char rest[4096];
    while (read(s->out, rest, sizeof rest) > 0) { }
    close(s->out);
    while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR) { }
}

static void burst(struct side *s, long count) {
    char line[512];
    long sent = 0, heard = 0;
    while (heard < count) {
        while (sent < count && sent - heard < FLIGHT) { say(s, line, call(line, "how far is it to the next well")); sent++; }
        hear(s, 1, 0);
        heard++;
    }
}

static long peak_kib(pid_t pid) {
    char path[64], line[256];
    long peak = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f)) if (sscanf(line, "VmHWM: %ld", &peak) == 1) break;
    if (f) fclose(f);
    return peak;
}

/* The first process that it started: of the proxy, the one that watches over the server. */
static pid_t child(pid_t pid) {
    char path[64];
    int found = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *f = fopen(path, "r");
    if (f) { if (fscanf(f, "%d", &found) != 1) found = 0; fclose(f); }
    return found;
}

int main(int argc, char **argv) {
    if (argc != 4) { fprintf(stderr, "usage: drive ROUNDS CALLS SIDES\n"); return 2; }
    int rounds = atoi(argv[1]), count = 0;
    long calls = atol(argv[2]);
    FILE *f = fopen(argv[3], "r");
    if (!f || rounds < 1 || calls < 0) { perror(argv[3]); return 2; }
    static struct side sides[MAX_SIDES];
    char *line = NULL, *text = malloc(MEGABYTE + 1);
    size_t capacity = 0;
    request = malloc(MEGABYTE + 512);
    /* Text as files have it: words, ends of lines, now and then a quote. */
    const char *sample = "The quick brown fox jumps over the lazy dog, and \\\"again\\\" over the dog.\\n";
    for (int i = 0; i < MEGABYTE; i++) text[i] = sample[(size_t)i % strlen(sample)];
    text[MEGABYTE - 1] = text[MEGABYTE - 2] = text[MEGABYTE - 3] = '.';
    text[MEGABYTE] = 0;
    while (count < MAX_SIDES && getline(&line, &capacity, f) > 0) {
        line[strcspn(line, "\n")] = 0;
        if (!*line) continue;
        struct side *s = &sides[count++];
        char *rest = strdup(line);
        s->name = strsep(&rest, "\t");
        for (int i = 0; rest && i < MAX_ARGS; i++) s->argv[i] = strsep(&rest, "\t");
        s->held = malloc(s->capacity = 4 * MEGABYTE);
        double **all[] = { &s->single, &s->rate, &s->large, &s->start, &s->single_added, &s->large_ratio, &s->rate_ratio, &s->start_added };
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) *all[i] = calloc((size_t)rounds * (SINGLE > LARGE ? SINGLE : LARGE), sizeof(double));
    }
    double *of_round = calloc(SINGLE, sizeof(double));
    for (int r = -1; r < rounds; r++) /* the first warms up */
        for (int c = 0; c < count; c++) {
            double took = start(&sides[c]);
            if (r >= 0) { sides[c].start[r] = took; sides[c].start_added[r] = took - sides[0].start[r]; }
            stop(&sides[c]);
        }
    for (int c = 0; c < count; c++) { start(&sides[c]); burst(&sides[c], 2000); }
    for (int r = -1; r < rounds; r++)
        for (int c = 0; c < count; c++) {
            struct side *s = &sides[c];
            char small[512];
            for (int i = 0; i < SINGLE; i++) {
                size_t length = call(small, "how far is it to the next well");
                double began = now_us();
                say(s, small, length);
                hear(s, 1, 0);
                of_round[i] = now_us() - began;
                if (r >= 0) s->single[s->singles++] = of_round[i];
            }
            double median = quantile(of_round, SINGLE, 0.5), began = now_us();
            burst(s, BURST);
            double rate = BURST / (now_us() - began) * 1e6;
            for (int i = 0; i < LARGE; i++) {
                size_t length = call(request, text);
                began = now_us();
                say(s, request, length);
                hear(s, 1, MEGABYTE);
                of_round[i] = (now_us() - began) / 1e3;
            }
            double large = quantile(of_round, LARGE, 0.5);
            if (r < 0) continue;
            static double first_median, first_rate, first_large;
            if (c == 0) { first_median = median; first_rate = rate; first_large = large; }
            s->rate[r] = rate;
            s->large[r] = large;
            s->single_added[r] = median - first_median;
            s->rate_ratio[r] = rate / first_rate;
            s->large_ratio[r] = large / first_large;
        }
    printf("%-22s %8s %8s %9s %12s %9s %8s %8s %9s %9s\n", "side", "p50 us", "p99 us", "added us", "calls/s x32", "x direct", "1 MB ms", "x direct", "start ms", "added ms");
    for (int c = 0; c < count; c++) {
        struct side *s = &sides[c];
        printf("%-22s %8.1f %8.1f %9.1f %12.0f %9.2f %8.2f %8.2f %9.1f %9.1f\n", s->name, quantile(s->single, s->singles, 0.5), quantile(s->single, s->singles, 0.99),
            quantile(s->single_added, rounds, 0.5), quantile(s->rate, rounds, 0.5), quantile(s->rate_ratio, rounds, 0.5), quantile(s->large, rounds, 0.5),
            quantile(s->large_ratio, rounds, 0.5), quantile(s->start, rounds, 0.5), quantile(s->start_added, rounds, 0.5));
    }
    fflush(stdout);
    if (calls > 0) {
        struct side *last = &sides[count - 1];
        long before = peak_kib(last->pid);
        stop(last);
        start(last);
        double began = now_us();
        burst(last, calls);
        double rate = calls / (now_us() - began) * 1e6;
        printf("\n%s: peak memory %.1f MiB after %ld small calls (%.0f calls/s); %.1f MiB after the calls above, 1 MB ones among them; %.1f MiB in the process that it started\n",
            last->name, (double)peak_kib(last->pid) / 1024, calls, rate, (double)before / 1024, (double)peak_kib(child(last->pid)) / 1024);
    }
    for (int c = 0; c < count; c++) stop(&sides[c]);
    return 0;
}

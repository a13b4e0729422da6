/* The least that can stand between: starts a command and copies bytes both ways. relay COMMAND ARG... */
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static char buffer[64 << 10];

static int copy(int from, int to) {
    ssize_t got = read(from, buffer, sizeof buffer);
    for (ssize_t done = 0; done < got;) {
        ssize_t wrote = write(to, buffer + done, (size_t)(got - done));
        if (wrote < 0) return 0;
        done += wrote;
    }
    return got > 0;
}

int main(int argc, char **argv) {
    int down[2], up[2];
    if (argc < 2 || pipe(down) || pipe(up)) return 2;
    pid_t child = fork();
    if (child == 0) {
        dup2(down[0], 0); dup2(up[1], 1);
        close(down[0]); close(down[1]); close(up[0]); close(up[1]);
        execv(argv[1], argv + 1);
        _exit(127);
    }
    close(down[0]); close(up[1]);
    /* A process for each way: a slow reader of one must not hold the other. */
    if (fork() == 0) {
        close(down[1]);
        while (copy(up[0], 1)) { }
        _exit(0);
    }
    close(up[0]);
    while (copy(0, down[1])) { }
    return 0;
}

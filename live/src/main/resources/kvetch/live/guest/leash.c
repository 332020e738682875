/*
 * Holds a kernel that runs as a process: leash FOLDER COMMAND ARGUMENT...
 *
 * What comes in is passed on to the command. When nothing can come any more, as whoever started this has ended or was killed, or
 * when the command ends, everything that it has started is killed, and FOLDER is removed. Should this be killed itself, its
 * watch, a process of its own, does the same.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where) {
    (void) about;
    (void) kind;
    (void) where;
    remove(path);
    return 0;
}

/* Children of those that end become ours; so in the end there are none. */
static void kill_all(pid_t leader) {
    kill(-leader, SIGKILL);
    kill(leader, SIGKILL);
    for (int tries = 0; tries < 1000; tries++) {
        pid_t ended;
        while ((ended = waitpid(-1, NULL, WNOHANG)) > 0) continue;
        if (ended < 0 && errno == ECHILD) return;
        char path[64];
        snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
        FILE *children = fopen(path, "r");
        int child;
        while (children && fscanf(children, "%d", &child) == 1) kill(child, SIGKILL);
        if (children) fclose(children);
        usleep(5000);
    }
}

static int pass_on(int to) {
    char data[65536];
    ssize_t n = read(0, data, sizeof data);
    if (n < 0 && errno == EINTR) return 1;
    if (n <= 0) return 0;
    for (ssize_t sent = 0; sent < n;) {
        ssize_t m = write(to, data + sent, (size_t) (n - sent));
        if (m < 0 && errno == EINTR) continue;
        /* It has ended, which the caller sees. */
        if (m < 0) return 1;
        sent += m;
    }
    return 1;
}

static void nothing(int number) { (void) number; }

int main(int count, char **args) {
    int in[2];
    if (count < 3) return 2;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    signal(SIGPIPE, SIG_IGN);
    /* Ctrl-C and the like are for whoever started this; their end shows here as the end of what comes in. */
    setsid();
    int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    for (int i = 0; i < 4; i++) signal(ignored[i], SIG_IGN);
    struct sigaction action = {.sa_handler = nothing};
    sigaction(SIGCHLD, &action, NULL);
    if (pipe2(in, O_CLOEXEC)) return 2;
    pid_t leader = fork();
    if (leader < 0) return 2;
    if (leader == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        setpgid(0, 0);
        for (int i = 0; i < 4; i++) signal(ignored[i], SIG_DFL);
        signal(SIGPIPE, SIG_DFL);
        dup2(in[0], 0);
        dup2(1, 2);
        execv(args[2], args + 2);
        fprintf(stdout, "leash: %s: %s\n", args[2], strerror(errno));
        fflush(stdout);
        _exit(127);
    }
    close(in[0]);
    setpgid(leader, leader);
    int alive[2];
    pid_t watch = pipe2(alive, O_CLOEXEC) ? -1 : fork();
    if (watch == 0) {
        char none;
        close(alive[1]);
        close(in[1]);
        close(0);
        close(1);
        close(2);
        while (read(alive[0], &none, 1) < 0 && errno == EINTR) continue;
        kill(-leader, SIGKILL);
        nftw(args[1], remove_one, 16, FTW_DEPTH | FTW_PHYS);
        _exit(0);
    }
    int status = 0;
    for (;;) {
        struct pollfd input = {.fd = 0, .events = POLLIN};
        int ready = poll(&input, 1, 100);
        if (ready > 0 && !pass_on(in[1])) break;
        if (waitpid(leader, &status, WNOHANG) == leader) break;
    }
    if (watch > 0) kill(watch, SIGKILL);
    kill_all(leader);
    nftw(args[1], remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Sends datagrams at a steady rate and counts what arrives behind the relay.
 * blast TO_PORT SINK_PORT FLOWS BYTES PER_SECOND SECONDS
 * prints: sent received. With SINK_PORT also being answered nothing, the way back stays idle.                        */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 64, MOST_FLOWS = 1024 };

static atomic_long received;
static atomic_int over;

static struct sockaddr_in local(int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return a;
}

static void *sink(void *argument) {
    int fd = *(int *)argument;
    static char data[BATCH][2048];
    struct mmsghdr messages[BATCH];
    struct iovec pieces[BATCH];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < BATCH; i++) {
        pieces[i] = (struct iovec){data[i], sizeof data[i]};
        messages[i].msg_hdr.msg_iov = &pieces[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    while (!over) {
        int n = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL);
        if (n > 0) received += n;
    }
    return NULL;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc != 7) {
        fprintf(stderr, "usage: blast TO_PORT SINK_PORT FLOWS BYTES PER_SECOND SECONDS\n");
        return 2;
    }
    int flows = atoi(argv[3]), bytes = atoi(argv[4]);
    double rate = atof(argv[5]), seconds = atof(argv[6]);
    if (flows > MOST_FLOWS || bytes > 2000) return 2;
    struct sockaddr_in to = local(atoi(argv[1])), here = local(atoi(argv[2]));
    int room = 8 << 20, behind = socket(AF_INET, SOCK_DGRAM, 0), fds[MOST_FLOWS];
    struct timeval quarter = {0, 250000};
    setsockopt(behind, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    setsockopt(behind, SOL_SOCKET, SO_RCVTIMEO, &quarter, sizeof quarter);
    if (bind(behind, (struct sockaddr *)&here, sizeof here)) {
        perror("blast: sink");
        return 1;
    }
    for (int i = 0; i < flows; i++) {
        fds[i] = socket(AF_INET, SOCK_DGRAM, 0);
        connect(fds[i], (struct sockaddr *)&to, sizeof to);
    }
    pthread_t thread;
    pthread_create(&thread, NULL, sink, &behind);
    char payload[2048] = {0};
    long sent = 0;
    double start = now();
    while (now() - start < seconds) {
        long due = (now() - start) * rate;
        for (; sent < due; sent++) send(fds[sent % flows], payload, bytes, 0);
        struct timespec pause = {0, 200000};
        nanosleep(&pause, NULL);
    }
    struct timespec last = {1, 0};
    nanosleep(&last, NULL);
    over = 1;
    pthread_join(thread, NULL);
    printf("%ld %ld\n", sent, (long)received);
}

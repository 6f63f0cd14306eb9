/* The plainest relay there is: one system call for each datagram in, one for each out. One client, one upstream.
 * relay LISTEN_PORT UPSTREAM_PORT                                                                                   */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static struct sockaddr_in local(int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return a;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: relay LISTEN_PORT UPSTREAM_PORT\n");
        return 2;
    }
    int room = 4 << 20;
    int in = socket(AF_INET, SOCK_DGRAM, 0), out = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in here = local(atoi(argv[1])), there = local(atoi(argv[2])), client = {0};
    socklen_t length = sizeof client;
    char data[65536];
    setsockopt(in, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    setsockopt(out, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    if (bind(in, (struct sockaddr *)&here, sizeof here) || connect(out, (struct sockaddr *)&there, sizeof there)) {
        perror("relay");
        return 1;
    }
    struct pollfd both[2] = {{.fd = in, .events = POLLIN}, {.fd = out, .events = POLLIN}};
    while (poll(both, 2, -1) > 0) {
        ssize_t n;
        if (both[0].revents) {
            while ((n = recvfrom(in, data, sizeof data, MSG_DONTWAIT, (struct sockaddr *)&client, &length)) >= 0) {
                send(out, data, n, 0);
            }
        }
        if (both[1].revents) {
            while ((n = recv(out, data, sizeof data, MSG_DONTWAIT)) >= 0) {
                sendto(in, data, n, 0, (struct sockaddr *)&client, length);
            }
        }
    }
}

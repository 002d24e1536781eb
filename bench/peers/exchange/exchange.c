/* SPDX-License-Identifier: Apache-2.0
 * The floor for cold start: connects to a Runtime API, asks for an event, posts the same bytes as its
 * answer. No rules, no checks, no log, no heap: what is left is what the system takes. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static char bytes[1 << 20];

static int fail(const char* what) {
  perror(what);
  return 1;
}

/* Reads a message into `bytes`: the size of its body, which ends it; or -1. */
static long receive(int connection, char** body) {
  size_t size = 0;
  for (;;) {
    const ssize_t count = recv(connection, bytes + size, sizeof bytes - 1 - size, 0);
    if (count <= 0) return -1;
    size += (size_t)count;
    bytes[size] = '\0';
    char* const end = strstr(bytes, "\r\n\r\n");
    if (end == NULL) continue;
    const char* const length = strcasestr(bytes, "\r\ncontent-length:");
    const long wanted = length != NULL && length < end ? atol(length + 17) : 0;
    *body = end + 4;
    if (bytes + size - *body >= wanted) return wanted;
  }
}

int main(void) {
  const char* const api = getenv("AWS_LAMBDA_RUNTIME_API");
  const char* const port = api != NULL ? strchr(api, ':') : NULL;
  if (port == NULL) return 2;
  struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_port = htons((unsigned short)atoi(port + 1));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(connection, (const struct sockaddr*)&address, sizeof address) != 0)
    return fail("connect");
  for (;;) {
    char head[512];
    int size = snprintf(head, sizeof head,
                        "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n", api);
    if (send(connection, head, (size_t)size, 0) != size) return fail("send");
    char* event;
    const long length = receive(connection, &event);
    const char* const name = strcasestr(bytes, "\r\nlambda-runtime-aws-request-id: ");
    if (length < 0 || name == NULL) return fail("receive");
    const char* const id = name + 33;
    size = snprintf(head, sizeof head,
                    "POST /2018-06-01/runtime/invocation/%.*s/response HTTP/1.1\r\nHost: %s\r\n"
                    "Content-Length: %ld\r\n\r\n",
                    (int)strcspn(id, "\r"), id, api, length);
    if (send(connection, head, (size_t)size, MSG_MORE) != size) return fail("send");
    if (send(connection, event, (size_t)length, 0) != length) return fail("send");
    if (receive(connection, &event) < 0) return fail("receive");
  }
}

/*
 * A fake MCP server: answers every request at once, a tools/call with the text that it was called with. It reads each line byte by byte, as a
 * parser does, and keeps nothing.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *out;
static size_t room;

static size_t put(size_t at, const char *text, size_t length) {
    if (at + length > room && !(out = realloc(out, room = (at + length) * 2))) exit(2);
    memcpy(out + at, text, length);
    return at + length;
}

static size_t end_of_string(const char *s, size_t from, size_t length) {
    while (from < length && s[from] != '"') from += s[from] == '\\' ? 2 : 1;
    return from < length ? from : length;
}

static size_t answer(const char *line, size_t length) {
    const char *id = NULL, *text = NULL, *method = NULL;
    size_t id_length = 0, text_length = 0, method_length = 0;
    for (size_t i = 0; i < length; i++) {
        if (line[i] != '"') continue;
        size_t end = end_of_string(line, i + 1, length), value = end + 1;
        if (value < length && line[value] == ':') {
            const char *start = line + value + 1;
            if (end - i == 3 && !memcmp(line + i, "\"id\"", 4)) { id = start; id_length = strcspn(start, ",}"); }
            if (end - i == 5 && !memcmp(line + i, "\"text\"", 6)) { text = start + 1; text_length = end_of_string(line, value + 2, length) - value - 2; end = value + 2 + text_length; }
            if (end - i == 7 && !memcmp(line + i, "\"method\"", 8)) { method = start + 1; method_length = end_of_string(line, value + 2, length) - value - 2; end = value + 2 + method_length; }
        }
        i = end;
    }
    if (!id) return 0;
    size_t n = put(0, "{\"jsonrpc\":\"2.0\",\"id\":", 22);
    n = put(n, id, id_length);
    if (method && method_length == 10 && !memcmp(method, "initialize", 10)) {
        const char *hello = ",\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"fake\",\"version\":\"1\"}}}\n";
        return put(n, hello, strlen(hello));
    }
    n = put(n, ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"", 45);
    n = put(n, text ? text : "", text_length);
    return put(n, "\"}]}}\n", 6);
}

int main(void) {
    size_t capacity = 64 << 10, held = 0, looked = 0;
    char *in = malloc(capacity + 1);
    ssize_t got;
    while ((got = read(0, in + held, capacity - held)) > 0) {
        held += (size_t)got;
        char *start = in, *end;
        while ((end = memchr(in + looked, '\n', held - looked))) {
            *end = 0;
            size_t length = answer(start, (size_t)(end - start));
            for (size_t done = 0; done < length;) {
                ssize_t wrote = write(1, out + done, length - done);
                if (wrote < 0) return 1;
                done += (size_t)wrote;
            }
            start = end + 1;
            looked = (size_t)(start - in);
        }
        held -= (size_t)(start - in);
        memmove(in, start, held);
        looked = held;
        if (held == capacity && !(in = realloc(in, (capacity *= 2) + 1))) return 2;
    }
    return 0;
}

/* Writes text into a caller's buffer of limited size while counting the whole length, as snprintf(3) does. */
#ifndef BS_TEXT_H
#define BS_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct bs_text {
    char *buf;
    size_t cap;
    size_t length; /* of the whole text; what lies beyond cap was not written */
} bs_text;

static inline bs_text bs_text_at(char *buf, int32_t cap) {
    return (bs_text){.buf = buf, .cap = cap > 0 ? (size_t)cap : 0, .length = 0};
}

static inline void bs_text_append(bs_text *text, const char *s) {
    size_t n = strlen(s);
    if (text->length < text->cap) {
        size_t room = text->cap - text->length;
        memcpy(text->buf + text->length, s, n < room ? n : room);
    }
    text->length += n;
}

#endif /* BS_TEXT_H */

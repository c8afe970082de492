/* Memory that ends at a page that cannot be written: for calls whose length does not limit what the kernel writes. */
#ifndef BS_BOUNDED_H
#define BS_BOUNDED_H

#include <stddef.h>
#include <stdint.h>

typedef struct bs_bounded {
    char *base; /* of the mapping */
    char *at;   /* the caller's size bytes, which end at the guard pages */
    size_t room;
} bs_bounded;

/* Takes size bytes, filled from what is at from. 0, or -ENOMEM. */
int32_t bs_bounded_take(bs_bounded *b, const void *from, int32_t size);

/* Gives them back. errno is left as it is. */
void bs_bounded_give(const bs_bounded *b);

#endif /* BS_BOUNDED_H */

// Counts allocations by standing before glibc's allocator. Preloaded (LD_PRELOAD) into a workload; elsewhere it is empty.
#include "AllocationCounter.h"

#include <stdatomic.h>
#include <stddef.h>

static atomic_long count;
static atomic_long bytes;

long magma_allocation_count(void) { return atomic_load_explicit(&count, memory_order_relaxed); }
long magma_allocated_bytes(void) { return atomic_load_explicit(&bytes, memory_order_relaxed); }

#if defined(__GLIBC__) || defined(__linux__)
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static void add(size_t size) {
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&bytes, (long)size, memory_order_relaxed);
}

void *malloc(size_t size) {
    add(size);
    return __libc_malloc(size);
}

void *calloc(size_t items, size_t size) {
    add(items * size);
    return __libc_calloc(items, size);
}

void *realloc(void *old, size_t size) {
    add(size);
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    add(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    add(size);
    *memory = __libc_memalign(alignment, size);
    return *memory == NULL ? 12 : 0;
}
#endif

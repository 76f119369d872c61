#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

/// How many times memory was allocated in this process since it started. Looked up by name in a preloaded library.
long magma_allocation_count(void);

#endif

#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

/// How many times memory was allocated in this process since it started. Looked up by name in a preloaded library.
long magma_allocation_count(void);
/// The bytes of all of them, freed or not.
long magma_allocated_bytes(void);

#endif

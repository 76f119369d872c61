// Tells the thread sanitizer of a lock that it cannot see.
//
// A Swift Mutex that nobody waits for is locked and unlocked by atomic operations in the caller's own code, which the
// sanitizer follows. Where threads wait, both happen inside libswiftSynchronization.so, which was not built with the
// sanitizer, and in the kernel: what one holder wrote then seems to race with what the next one reads. These stand before
// the library's two functions, call them, and say that the lock is released or acquired. Nothing is suppressed. Used on
// Linux by scripts/sanitize.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

// Of Synchronization._MutexHandle: _lockSlow(UInt32) and _unlockSlow(). The lock itself is passed as self.
#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SELF __attribute__((swift_context)) void *lock

typedef __attribute__((swiftcall)) void LockSlow(uint32_t thread, SELF);
typedef __attribute__((swiftcall)) void UnlockSlow(SELF);

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

LockSlow lock_slow __asm__(LOCK_SLOW);
UnlockSlow unlock_slow __asm__(UNLOCK_SLOW);

static LockSlow *real_lock_slow;
static UnlockSlow *real_unlock_slow;

__attribute__((constructor)) static void find(void) {
    real_lock_slow = (LockSlow *)dlsym(RTLD_NEXT, LOCK_SLOW);
    real_unlock_slow = (UnlockSlow *)dlsym(RTLD_NEXT, UNLOCK_SLOW);
}

__attribute__((swiftcall)) void lock_slow(uint32_t thread, SELF) {
    if (!real_lock_slow) abort();
    real_lock_slow(thread, lock);
    if (__tsan_acquire) __tsan_acquire(lock);
}

__attribute__((swiftcall)) void unlock_slow(SELF) {
    if (!real_unlock_slow) abort();
    if (__tsan_release) __tsan_release(lock);
    real_unlock_slow(lock);
}

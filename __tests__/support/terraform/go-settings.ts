/**
 * Settings of Go's runtime for `terraform` commands that end after about a second. Without garbage collection, a command needs a quarter less
 * CPU. A limit that few commands reach saves another twentieth, because new memory costs more than collecting garbage once. With a single
 * thread, it needs another fifth less.
 */
export const goSettings = { GOGC: 'off', GOMEMLIMIT: '120MiB', GOMAXPROCS: '1' } as const;

/**
 * Settings of Go's runtime for `terraform` commands that take about a second. Without garbage collection, a command needs a quarter less
 * CPU time. With a memory limit, which few commands reach, it needs another twentieth less, because one garbage collection costs less than
 * more memory. With a single thread, it needs another fifth less.
 */
export const goSettings = { GOGC: 'off', GOMEMLIMIT: '120MiB', GOMAXPROCS: '1' } as const;

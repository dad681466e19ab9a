/**
 * Settings of Go's runtime for `terraform` commands that end after about a second. Without garbage collection, a command needs a quarter less
 * CPU. With a single thread, it needs another fifth less.
 */
export const goSettings = { GOGC: 'off', GOMEMLIMIT: '400MiB', GOMAXPROCS: '1' } as const;

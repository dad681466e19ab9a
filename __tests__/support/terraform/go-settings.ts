/**
 * Settings of Go's runtime for `terraform` commands that take about a second. Without garbage collection, a command
 * needs a quarter less CPU time. A memory limit saves another twentieth, because new memory costs more than one garbage
 * collection; few commands reach the limit. A single thread saves another fifth.
 */
export const goSettings = { GOGC: 'off', GOMEMLIMIT: '120MiB', GOMAXPROCS: '1' } as const;

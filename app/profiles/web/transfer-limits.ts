import type { ConcurrencyLimits } from '../../http/concurrency-limit';

/** Uploads at a time. Each may need 18 MiB of memory for as long as its client takes. */
export const uploadLimits: ConcurrencyLimits = {
  total: 12,
  perClient: 4,
  message: 'Too many files are being uploaded. Please try again in a few seconds.',
  retryAfterSeconds: 5,
};

/**
 * Downloads at a time. Each uses one of the fifty connections to S3 for as long as its client takes, and uploads need the rest.
 */
export const downloadLimits: ConcurrencyLimits = {
  total: 32,
  perClient: 8,
  message: 'Too many files are being downloaded. Please try again in a few seconds.',
  retryAfterSeconds: 5,
};

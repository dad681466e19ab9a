import type { ConcurrencyLimits } from '../../http/limits/concurrency-limit';

/**
 * The limits of concurrent uploads. Each upload needs about 6 MiB of memory until the client has sent the file: mostly
 * for one part of an S3 multipart upload, which has at least 5 MiB.
 */
export const uploadLimits: ConcurrencyLimits = {
  total: 12,
  perClient: 4,
  message: 'Too many files are being uploaded. Please try again in a few seconds.',
  retryAfterSeconds: 5,
};

/**
 * The limits of concurrent downloads. Each download uses one of the 50 connections to S3 until the client has received
 * the file. The other connections are for uploads.
 */
export const downloadLimits: ConcurrencyLimits = {
  total: 32,
  perClient: 8,
  message: 'Too many files are being downloaded. Please try again in a few seconds.',
  retryAfterSeconds: 5,
};

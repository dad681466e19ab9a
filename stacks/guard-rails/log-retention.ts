import { ruleFor } from './rule';

/** Log groups expire what they hold: without a retention CloudWatch keeps it, and bills it, for ever. */
export const logRetention = ruleFor(['aws_cloudwatch_log_group'], ({ attributes: { retention_in_days: days } }) =>
  days === undefined || days === null || Number(days) === 0
    ? 'This log group keeps everything for ever. Give it retentionInDays, for example the logRetentionDays of the environment.'
    : undefined,
);

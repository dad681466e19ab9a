import { ruleFor } from './rule';

/** Requires that log groups have a retention. Without one, CloudWatch keeps logs forever, and AWS charges for them. */
export const logRetention = ruleFor(['aws_cloudwatch_log_group'], ({ attributes: { retention_in_days: days } }) =>
  days === undefined || days === null || Number(days) === 0
    ? "This log group keeps logs forever. Set retentionInDays, for example to the environment's logRetentionDays."
    : undefined,
);

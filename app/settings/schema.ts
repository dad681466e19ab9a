import { isIP } from 'node:net';
import * as v from 'valibot';
import { isRegion, isWebOrigin, maxPostsPerMinute, port, shutdownOf } from '../../contract';

/**
 * The maximum value of `drainSeconds`. With a greater value, open requests could not finish before ECS kills the task.
 */
export const maxDrainSeconds = shutdownOf(false).stopTimeoutSeconds - 10;

/** The schema of the app's settings, except those of the profiles feature. */
export const schema = v.object({
  port: v.optional(wholeNumber(0, 65_535), String(port)),
  listenHost: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => isIP(text) !== 0),
    ),
  ),
  region: v.pipe(v.string(), v.check(isRegion)),
  table: tableName(),
  allowedOrigins: v.optional(
    v.pipe(v.string(), v.transform(splitList), v.array(v.pipe(v.string(), v.check(isWebOrigin)))),
    '',
  ),
  postsPerMinute: v.optional(wholeNumber(1, maxPostsPerMinute), '30'),
  trustedProxies: v.optional(wholeNumber(0, 2), '0'),
  behindTls: v.optional(
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((text) => text === 'true'),
    ),
    'false',
  ),
  drainSeconds: v.optional(wholeNumber(0, maxDrainSeconds), '5'),
  // The characters that CloudWatch allows in a namespace:
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Namespace
  metricsNamespace: v.optional(v.pipe(v.string(), v.regex(/^(?!AWS\/|:| *$)[A-Za-z0-9._/#: -]{1,255}$/))),
  version: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9._+-]{1,64}$/)), 'development'),
  logLevel: v.optional(v.picklist(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), 'info'),
});

/** Returns the schema of a DynamoDB table name. */
export function tableName() {
  return v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{3,255}$/));
}

/** Returns the schema of a string that contains a whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number) {
  return v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,9})$/), v.transform(Number), v.minValue(min), v.maxValue(max));
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

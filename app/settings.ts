import * as v from 'valibot';
import { isRegion, isWebOrigin, maxPostsPerMinute, port, stopTimeoutSeconds, variables } from '../contract';

/** What the app is told at start. Nothing else is read from the environment, except by the AWS SDK for itself. */
export interface Settings {
  /** The TCP port; 0 takes a free one. @default 5000 */
  readonly port: number;
  /** The AWS region of the table. */
  readonly region: string;
  /** The name of the table of entries. */
  readonly table: string;
  /** Origins whose scripts may read and post, besides our own. @default none */
  readonly allowedOrigins: readonly string[];
  /** Posts that one client may send in a minute to this process. @default 30 */
  readonly postsPerMinute: number;
  /** How many proxies in front are believed about the client's address: 0, or 1 behind a load balancer. @default 0 */
  readonly trustedProxies: number;
  /** Whether TLS ends in front of the app. @default false */
  readonly behindTls: boolean;
  /** Seconds of serving on after SIGTERM, until balancers have noticed. @default 5 */
  readonly drainSeconds: number;
  /** The CloudWatch namespace of the app's own metrics. @default none: no metrics are written */
  readonly metricsNamespace?: string;
  /** The version, baked into the image. @default development */
  readonly version: string;
  /** The least that is logged: trace, debug, info, warn, error, fatal or silent. @default info */
  readonly logLevel: string;
}

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

export const developmentVersion = 'development';

/** Baked into the image, or set by whoever runs the app; no task definition carries these. */
const ownVariables = { version: 'APP_VERSION', logLevel: 'LOG_LEVEL' } as const;

/** Serving on for longer would leave no time to finish requests before ECS kills the task. */
const maxDrainSeconds = stopTimeoutSeconds - 10;

const allowed = {
  port: 'a whole number from 0 to 65535, such as 5000',
  region: 'an AWS region, such as eu-central-1',
  table: 'the name of the DynamoDB table: 3 to 255 letters, digits, "_", "-" or "."',
  allowedOrigins: 'origins separated by commas, without path or slash at the end, such as https://www.example.com',
  postsPerMinute: `a whole number from 1 to ${maxPostsPerMinute}, such as 30`,
  trustedProxies: '0, or 1 behind a load balancer',
  behindTls: 'true or false',
  drainSeconds: `a whole number from 0 to ${maxDrainSeconds}, such as 5`,
  metricsNamespace:
    'a namespace of CloudWatch: 1 to 255 letters, digits, spaces and ._-/#:, not beginning with AWS/ or a colon, such as my-app/dev',
  version: '1 to 64 letters, digits, ".", "_", "+" or "-", such as 1.4.0',
  logLevel: 'trace, debug, info, warn, error, fatal or silent',
} as const satisfies Record<keyof Settings, string>;

const schema = v.object({
  port: v.optional(wholeNumber(0, 65_535), String(port)),
  region: v.pipe(v.string(), v.check(isRegion)),
  table: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{3,255}$/)),
  allowedOrigins: v.optional(
    v.pipe(v.string(), v.transform(splitList), v.array(v.pipe(v.string(), v.check(isWebOrigin)))),
    '',
  ),
  postsPerMinute: v.optional(wholeNumber(1, maxPostsPerMinute), '30'),
  trustedProxies: v.optional(wholeNumber(0, 1), '0'),
  behindTls: v.optional(
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((text) => text === 'true'),
    ),
    'false',
  ),
  drainSeconds: v.optional(wholeNumber(0, maxDrainSeconds), '5'),
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Namespace
  metricsNamespace: v.optional(v.pipe(v.string(), v.regex(/^(?!AWS\/|:| *$)[A-Za-z0-9._/#: -]{1,255}$/))),
  version: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9._+-]{1,64}$/)), developmentVersion),
  logLevel: v.optional(v.picklist(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), 'info'),
});

/**
 * Reads and checks every setting. An empty variable counts as one that is not set.
 * @throws Error that names every wrong variable with its value, what is allowed and what to do
 */
export function loadSettings(environment: Environment): Settings {
  const names = { ...variables, ...ownVariables };
  const values = Object.fromEntries(
    Object.entries(names).map(([setting, name]) => [setting, environment[name] || undefined]),
  );
  const result = v.safeParse(schema, values);
  if (result.success) return result.output;

  const wrong = Object.keys(v.flatten<typeof schema>(result.issues).nested ?? {}).map((path) => path.split('.', 1)[0]);
  const problems = [...new Set(wrong as (keyof Settings)[])].map((setting) => {
    const value = values[setting];
    const fault = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
    return `- ${names[setting]} ${fault}. Set it to ${allowed[setting]}.`;
  });
  throw new Error(`The app cannot start with this environment:\n${problems.join('\n')}`);
}

function wholeNumber(min: number, max: number) {
  return v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,9})$/), v.transform(Number), v.minValue(min), v.maxValue(max));
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

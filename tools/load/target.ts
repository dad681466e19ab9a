import { isIPv4 } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { UserError } from '../shared/user-error';

/** An environment, and its addresses in AWS. Load may be sent only to these addresses. */
export interface OwnAddresses {
  readonly environment: string;
  /** The addresses of the environment in AWS, as URLs without a path. */
  readonly addresses: readonly string[];
}

/** Parses the value of the option `--target`: a path, or a URL. @throws InvalidArgumentError for anything else */
export function parseTarget(text: string): string {
  if (isPath(text) || (/^https?:\/\/[^/]/i.test(text) && URL.canParse(text))) return text;
  throw new InvalidArgumentError(
    'Use a path, such as /entries, or a URL of the environment, such as https://www.example.com/entries.',
  );
}

/**
 * Rejects a target that cannot be an address of the environment, before the real addresses are read from AWS.
 * @param applicationUrl the output `application_url` in the synthesized JSON: a URL, or an expression with the name of
 * the load balancer or of CloudFront; undefined if the tasks have public IP addresses
 * @throws UserError for a URL that cannot be an address of the environment
 */
export function checkTarget(environment: string, applicationUrl: string | undefined, requested = '/'): void {
  if (isPath(requested)) return;
  const { origin, hostname } = new URL(requested);
  const [isPossible, own] =
    applicationUrl === undefined
      ? [isIPv4(hostname), 'the IP address of a task']
      : applicationUrl.includes('aws_cloudfront_distribution.')
        ? [hostname.endsWith('.cloudfront.net'), 'a domain name of CloudFront']
        : applicationUrl.includes('aws_lb.')
          ? [/\.elb\.amazonaws\.com(\.cn)?$/.test(hostname), 'the name of a load balancer']
          : [origin === new URL(applicationUrl).origin, applicationUrl];
  if (isPossible) return;
  throw new UserError(
    `${origin} is not an address of ${environment}, so no load was sent. The address of ${environment} is ${own}. Use only a path, such as /entries.`,
  );
}

// Excludes `//example.com`, which is not a path, but a URL with a host.
function isPath(text: string): boolean {
  return /^\/(?!\/)/.test(text);
}

/**
 * Returns the URL to which the load is sent.
 * @param requested a path or URL, as `parseTarget` returns it. @default the home page of the first address
 * @throws UserError if no task is running, or if the URL is not an address of the environment
 */
export function targetOf({ environment, addresses }: OwnAddresses, requested = '/'): string {
  const [first] = addresses;
  if (first === undefined) {
    throw new UserError(
      `No task of ${environment} is running, so ${environment} has no address. npm run status ${environment} shows why.`,
    );
  }
  const url = new URL(isPath(requested) ? first.replace(/\/$/, '') + requested : requested);
  if (addresses.some((address) => new URL(address).origin === url.origin)) return url.href;
  throw new UserError(
    `${url.origin} is not an address of ${environment}, so no load was sent. Addresses of ${environment}: ${addresses.join(', ')}. Use one of these addresses, or only a path.`,
  );
}

import { isIPv4 } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { UserError } from '../shared/user-error';

/** An environment and its addresses, to which load may be sent. */
export interface OwnAddresses {
  readonly environment: string;
  /** The addresses of the environment in AWS, without a path. */
  readonly addresses: readonly string[];
}

/** Parses the option `--target`: a path, or a URL. */
export function parseTarget(text: string): string {
  if (isPath(text) || (/^https?:\/\/[^/]/i.test(text) && URL.canParse(text))) return text;
  throw new InvalidArgumentError(
    'Use a path, such as /entries, or a URL of the environment, such as https://www.example.com/entries.',
  );
}

/**
 * Rejects a URL that cannot be an address of the environment, before its addresses are read from AWS.
 * @param applicationUrl the output `application_url` in the synthesized JSON: a URL, an expression for the name of the load balancer or
 * CloudFront, or undefined if tasks have public IP addresses
 * @throws UserError
 */
export function checkTarget(environment: string, applicationUrl: string | undefined, requested = '/'): void {
  if (isPath(requested)) return;
  const { origin, hostname } = new URL(requested);
  const [isPossible, own] =
    applicationUrl === undefined
      ? [isIPv4(hostname), 'the IP address of a task']
      : applicationUrl.includes('aws_cloudfront_distribution.')
        ? [hostname.endsWith('.cloudfront.net'), 'a name of CloudFront']
        : applicationUrl.includes('aws_lb.')
          ? [/\.elb\.amazonaws\.com(\.cn)?$/.test(hostname), 'the name of a load balancer']
          : [origin === new URL(applicationUrl).origin, applicationUrl];
  if (isPossible) return;
  throw new UserError(
    `${origin} is not an address of ${environment}, so no load was sent. Its address is ${own}. Use only a path, such as /entries.`,
  );
}

// A path must not be read as a host, as in `//example.com`.
function isPath(text: string): boolean {
  return /^\/(?!\/)/.test(text);
}

/**
 * Returns the URL that gets the load.
 * @param requested the user's URL or path, as `parseTarget` accepts it; undefined for the home page of the first address
 * @throws UserError if the environment has no address, or the requested one is not one of its own
 */
export function targetOf({ environment, addresses }: OwnAddresses, requested = '/'): string {
  const [first] = addresses;
  if (first === undefined) {
    throw new UserError(
      `No task of ${environment} is running, so it has no address. npm run status ${environment} shows why.`,
    );
  }
  const url = new URL(isPath(requested) ? first.replace(/\/$/, '') + requested : requested);
  if (addresses.some((address) => new URL(address).origin === url.origin)) return url.href;
  throw new UserError(
    `${url.origin} is not an address of ${environment}, so no load was sent. Addresses of ${environment}: ${addresses.join(', ')}. Use one of them, or only a path.`,
  );
}

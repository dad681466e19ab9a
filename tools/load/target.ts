import { UserError } from '../shared/user-error';

/** An environment and its addresses, to which load may be sent. */
export interface OwnAddresses {
  readonly environment: string;
  /** The addresses of the environment in AWS, without a path. */
  readonly addresses: readonly string[];
}

/**
 * Returns the URL that gets the load.
 * @param requested the user's address or path; undefined for the home page of the first address
 * @throws UserError if the environment has no address, or the requested one is not one of its own
 */
export function targetOf({ environment, addresses }: OwnAddresses, requested = '/'): string {
  const [first] = addresses;
  if (first === undefined) {
    throw new UserError(
      `No task of ${environment} is running, so it has no address. npm run status ${environment} shows why.`,
    );
  }
  // A path must not be read as a host, as in `//example.com`.
  const isPath = /^\/(?!\/)/.test(requested);
  const text = isPath ? first.replace(/\/$/, '') + requested : requested;
  const own = addresses.join(', ');
  if (!URL.canParse(text)) {
    throw new UserError(
      `"${requested}" is neither a path, such as /entries, nor a URL. Addresses of ${environment}: ${own}.`,
    );
  }
  const url = new URL(text);
  if (addresses.some((address) => new URL(address).origin === url.origin)) return url.href;
  throw new UserError(
    `${url.origin} is not an address of ${environment}, so no load was sent. Addresses of ${environment}: ${own}. Use one of them, or only a path.`,
  );
}

import type { Context } from 'koa';

const uuid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';

/** The paths of one profile. They match only UUIDs, so `/profiles/new` does not match. */
export const profilePaths = {
  profile: new RegExp(`^/profiles/${uuid}$`),
  file: new RegExp(`^/profiles/${uuid}/file$`),
  deletion: new RegExp(`^/profiles/${uuid}/delete$`),
};

/** The paths of the forms that create and change a profile. */
export const formPaths = [/^\/profiles$/, profilePaths.profile];

/** The query parameter of the management link that contains the token. */
export const managementParameter = 'manage';

/** Returns the id in the path of a request. */
export function profileIdOf(ctx: Context): string {
  const [id = ''] = ctx.captures as readonly string[];
  return id;
}

export function profileHref(id: string): string {
  return `/profiles/${id}`;
}

export function fileHref(id: string): string {
  return `${profileHref(id)}/file`;
}

/** A profile that its owner may change, because the owner has the management token. */
export interface ManagedProfile {
  readonly id: string;
  readonly token: string;
}

/** Returns the link with which the owner manages a profile. */
export function managementHref({ id, token }: ManagedProfile): string {
  return `${profileHref(id)}?${managementParameter}=${token}`;
}

/**
 * Returns the management link with the scheme and the host. The host is not from `ctx.host`: behind a load balancer,
 * that is X-Forwarded-Host, which any client can send and the load balancer passes on.
 */
export function managementUrl(ctx: Context, profile: ManagedProfile, isHttps: boolean): string {
  return `${isHttps ? 'https' : 'http'}://${ctx.req.headers.host ?? ''}${managementHref(profile)}`;
}

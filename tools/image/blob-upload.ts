import { UserError } from '../shared/user-error';
import type { RegistryClient } from './registry-client';

/**
 * Uploads a blob in three steps, as docker does: not every registry takes the content with the last one. Each attempt begins a new upload,
 * because a registry may have kept a part of a broken one.
 * @param isStored asks the registry before another attempt: the response to a finished upload may have been lost
 */
export async function uploadBlob(
  client: RegistryClient,
  { repository, digest, body }: { readonly repository: string; readonly digest: string; readonly body: Uint8Array },
  isStored: () => Promise<boolean>,
): Promise<void> {
  const call = { repository, action: `store a layer in ${repository}` };
  let isRepeated = false;
  await client.retry(async () => {
    if (isRepeated && (await isStored())) return;
    isRepeated = true;
    const begun = await client.call({ ...call, method: 'POST', path: 'blobs/uploads/', statuses: [202] });
    const sent = await client.call({
      ...call,
      method: 'PATCH',
      path: locationOf(client, begun.headers.location),
      // Without `Content-Range`, by which ECR would take it for the first of several parts.
      headers: { 'Content-Type': 'application/octet-stream' },
      body,
      // ECR responds 201. https://github.com/aws/containers-roadmap/issues/2831
      statuses: [201, 202, 204],
    });
    const end = locationOf(client, sent.headers.location);
    end.searchParams.set('digest', digest);
    await client.call({ ...call, method: 'PUT', path: end, statuses: [201] });
  });
}

function locationOf({ origin }: RegistryClient, location: string | undefined): URL {
  if (location === undefined) throw new UserError(`${origin} does not say where the upload of a layer continues.`);
  return new URL(location, origin);
}

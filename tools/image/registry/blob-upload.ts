import { UserError } from '../../shared/user-error';
import type { RegistryClient } from './registry-client';

/**
 * Uploads a blob with three requests, as docker does. With only two requests, the last one would contain the content,
 * which some registries reject. Each attempt starts a new upload, because the registry may have stored a part of the
 * failed upload.
 * @param isStored checks before another attempt whether the registry has the blob. The failed attempt may have stored
 * the blob, even though its response was lost
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
      // `Content-Range` is not sent. With that header, ECR would treat the content as the first of several parts.
      headers: { 'Content-Type': 'application/octet-stream' },
      body,
      // ECR responds with 201 instead of 202. https://github.com/aws/containers-roadmap/issues/2831
      statuses: [201, 202, 204],
    });
    const end = locationOf(client, sent.headers.location);
    end.searchParams.set('digest', digest);
    await client.call({ ...call, method: 'PUT', path: end, statuses: [201] });
  });
}

function locationOf({ origin }: RegistryClient, location: string | undefined): URL {
  if (location === undefined)
    throw new UserError(
      `${origin} returned no Location for the upload of a layer. Run the command again; if this happens again, ask the operator of the registry.`,
    );
  return new URL(location, origin);
}

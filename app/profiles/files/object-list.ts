import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { ListedObject } from './file-store';

export interface ObjectListProps {
  readonly Bucket: string;
  readonly Prefix: string;
  /** The maximum number of objects in one page. */
  readonly MaxKeys: number;
  /** Sends one command. */
  readonly send: (command: ListObjectsV2Command) => Promise<ListObjectsV2CommandOutput>;
}

/**
 * Lists the objects under a prefix, in pages.
 * @throws the errors of `send`
 */
export async function* listObjects({ send, ...range }: ObjectListProps): AsyncGenerator<readonly ListedObject[]> {
  let ContinuationToken: string | undefined;
  do {
    const command = new ListObjectsV2Command({ ...range, ContinuationToken });
    const listedAt = readDate(command);
    const page = await send(command);
    yield (page.Contents ?? []).map(({ Key = '', LastModified }) => ({
      id: Key.slice(range.Prefix.length),
      ageMs: ageMs(LastModified, listedAt()),
    }));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}

/**
 * Records the Date header field of the response to a command, because the SDK does not return it.
 * @returns a function that returns the date in milliseconds since 1970, or NaN
 */
function readDate(command: ListObjectsV2Command): () => number {
  let date = Number.NaN;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { readonly headers?: Readonly<Record<string, string>> };
      date = Date.parse(headers?.date ?? '');
      return result;
    },
    { step: 'deserialize' },
  );
  return () => date;
}

/**
 * Returns the age of an object, or 0 if the age is unknown or negative. S3 rounds both times to whole seconds, but some
 * emulators round only one of them, so the difference can be negative.
 */
function ageMs(modifiedAt: Date | undefined, listedAt: number): number {
  return Math.max(0, listedAt - (modifiedAt?.getTime() ?? listedAt)) || 0;
}

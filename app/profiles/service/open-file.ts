import type { ByteRange } from '../files/file-store';
import type { OpenedFile } from '../profile-service';
import type { ProfileStores } from './profile-stores';
import { readUntilDue } from './read-until-due';

/**
 * Returns a file that can be downloaded.
 * @param signal aborted at the response deadline; `read` then throws StoreUnavailable
 */
export function openFile(
  { files }: Pick<ProfileStores, 'files'>,
  { record, name }: Omit<OpenedFile, 'read'>,
  signal: AbortSignal,
): OpenedFile {
  const read = (range?: ByteRange) => {
    const opening = files.open(record.fileId, range);
    return readUntilDue(signal, opening).catch((error: unknown) => {
      // The file may still be opened after this error. If its body were not destroyed, it would occupy a connection to
      // S3.
      opening.then((body) => body?.destroy()).catch(() => undefined);
      throw error;
    });
  };
  return { record, name, read };
}

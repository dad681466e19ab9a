import type { FileMetadata } from './file-metadata';
import type { FileStore } from './file-store';

/**
 * Removes a file of a profile: first its metadata, then its object, because the sweep finds an incomplete removal by
 * the object.
 */
export async function removeFile(
  { files, metadata }: { readonly files: FileStore; readonly metadata: FileMetadata },
  fileId: string,
): Promise<void> {
  await metadata.delete(fileId);
  await files.delete(fileId);
}

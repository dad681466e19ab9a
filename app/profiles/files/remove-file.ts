import type { FileMetadata } from './file-metadata';
import type { FileStore } from './file-store';

/**
 * Removes the file of a profile: first its metadata, then its object. The sweep finds an incomplete removal by the
 * object, so the object must be removed last.
 */
export async function removeFile(
  { files, metadata }: { readonly files: FileStore; readonly metadata: FileMetadata },
  fileId: string,
): Promise<void> {
  await metadata.delete(fileId);
  await files.delete(fileId);
}

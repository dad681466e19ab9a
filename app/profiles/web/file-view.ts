import type { FileRecord } from '../files/file-metadata';
import type { FileType } from '../files/file-type';
import type { PublicProfile } from '../profile';
import { isImage } from './file-response';
import { fileHref } from './profile-paths';

/** A file as the templates show it. */
export interface FileView {
  readonly name: string;
  readonly href: string;
  readonly isImage: boolean;
  /** The type and the size of the file, or null if the metadata is missing. */
  readonly description: string | null;
}

/**
 * Returns the file of a profile for the templates, or null if the profile has no file.
 * @param record the metadata of the file, or null if the file has been removed since the profile was read
 */
export function fileView({ id, file }: PublicProfile, record: FileRecord | null): FileView | null {
  if (file === null) return null;
  return {
    name: file.name,
    href: fileHref(id),
    isImage: record !== null && isImage(record.type),
    description: record && `${typeNames[record.type]}, ${formatSize(record.size)}`,
  };
}

const typeNames: Readonly<Record<FileType, string>> = {
  'image/png': 'PNG image',
  'image/jpeg': 'JPEG image',
  'image/gif': 'GIF image',
  'image/webp': 'WebP image',
  'application/pdf': 'PDF',
  'text/plain': 'Text',
};

/** Formats a size as `512 bytes`, `34 KiB` or `1.2 MiB`. */
function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const kibibytes = Math.round(bytes / 1024);
  if (kibibytes < 1024) return `${kibibytes} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
